"""Everything that the machine can learn: news that people bring, what deeds find out, what happens by itself."""

from workflows import findings, messages, occasions

Event = (
    messages.CandidateArrived
    | messages.AnswerGiven
    | messages.AnswerTakenBack
    | messages.TextWritten
    | messages.ThingSent
    | messages.RecruitersListed
    | messages.RecruiterPicked
    | messages.SlotsTurned
    | messages.SlotPicked
    | messages.OfferDeclined
    | messages.WaitlistLeft
    | messages.HumanCalled
    | messages.CandidateLeft
    | messages.BotBlocked
    | messages.BotUnblocked
    | messages.BookingApproved
    | messages.BookingRejected
    | messages.OtherTimeAsked
    | messages.AttendanceConfirmed
    | messages.AttendanceDeclined
    | messages.MoveRequested
    | messages.MoveRefused
    | messages.BookingCancelled
    | messages.OutcomeGiven
    | occasions.RecruiterReplied
    | occasions.SlotOffered
    | occasions.CityClosed
    | occasions.RetryAllowed
    | occasions.JourneyCancelled
    | occasions.PolicyChanged
    | occasions.AlarmRang
    | findings.ScreeningOpened
    | findings.CityResolved
    | findings.CityUnrecognised
    | findings.NudgesPlanned
    | findings.NothingOffered
    | findings.WordsKept
    | findings.SlotReserved
    | findings.ReservationRefused
    | findings.ApprovalSettled
    | findings.AttendanceSettled
    | findings.BookingEnded
    | findings.MoveRequestRecorded
    | findings.AlarmsPlanned
    | findings.MessageUndelivered
)
