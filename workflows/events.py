"""Everything that the machine can learn: news that people bring, what deeds find out, what happens by itself."""

from workflows import findings, messages, move_messages, occasions

Happening = (
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
    | messages.ErasureAsked
    | messages.BotBlocked
    | messages.BotUnblocked
    | messages.BookingApproved
    | messages.BookingRejected
    | messages.AttendanceConfirmed
    | messages.AttendanceDeclined
    | move_messages.MoveRequested
    | move_messages.MoveWithdrawn
    | move_messages.WantedSlotsListed
    | move_messages.WantedSlotPicked
    | move_messages.OtherTimeAsked
    | move_messages.MoveApproved
    | move_messages.MoveRefused
    | messages.BookingKept
    | messages.BookingCancelled
    | messages.OutcomeGiven
    | occasions.RecruiterReplied
    | occasions.SlotOffered
    | occasions.OfferWithdrawn
    | occasions.CityClosed
    | occasions.RetryAllowed
    | occasions.JourneyCancelled
    | occasions.PolicyChanged
    | occasions.AlarmRang
)

Finding = (
    findings.ScreeningOpened
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
    | findings.WantedSlotHeld
    | findings.BookingMoved
    | findings.MoveDenied
    | findings.AlarmsPlanned
    | findings.ReleasePlanned
    | findings.MessageUndelivered
)

Event = Happening | Finding
