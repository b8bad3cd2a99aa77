"""The ways back and the ways out, played for the histories that are kept: each leads on to something else than the end."""

from domain.booking import Actor, BookingStatus
from domain.stages import Stage
from tests.workflows.fakes import CITY
from tests.workflows.playing import Played
from workflows import messages as m
from workflows import move_messages as w
from workflows import occasions as o
from workflows.candidate_journey import CandidateJourney

ADMIN = 1


async def offered_again(played: Played, times: int = 2) -> None:
    await played.until(lambda: played.deeds.kinds().count("offer_slots") == times)


async def time_rejected(played: Played) -> None:
    """The time does not suit the recruiter: other slots."""
    await played.book()
    await played.tell(played.pressing(m.BookingRejected, Actor.RECRUITER, reason="занято"))
    await offered_again(played)


async def slot_withdrawn(played: Played) -> None:
    """The recruiter takes an agreed slot away: an apology and other slots."""
    await played.agree()
    await played.tell(played.pressing(m.BookingCancelled, Actor.RECRUITER, withdraws_slot=True))
    await offered_again(played)


async def missed(played: Played) -> None:
    """Who did not come is offered another time once."""
    played.deeds.offers_again = True
    await played.agree()
    await played.skip_to_alarm()
    await played.until_sent("remind_candidate")
    await played.skip_to_alarm()
    await played.until_sent("report_silence")
    await played.skip_to_alarm()
    await played.until_sent("ask_outcome")
    await played.tell(played.outcome(BookingStatus.MISSED))
    await offered_again(played)


async def move_not_settled(played: Played) -> None:
    """Nobody settles a wish to move: at its deadline the interview stays when it is."""
    await played.agree()
    await played.tell(played.pressing(w.MoveRequested))
    await played.until_sent("pass_move_request")
    await played.skip_to_alarm()
    await played.skip_to_alarm()
    await played.until_sent("tell_move_refused")


async def refused_and_tried_again(played: Played) -> None:
    """Test1 refuses; an admin allows another try by an update."""
    await played.arrive()
    await played.write("иванов пётр")
    await played.tell(m.AnswerGiven(update_id=played.update(), question_id="city", option_id=str(CITY)))
    await played.tell(m.AnswerGiven(update_id=played.update(), question_id="format", option_id="remote"))
    await played.until_sent("refuse_candidate")
    await played.journeys.handle(played.candidate_id).execute_update(
        CandidateJourney.allow_retry, o.RetryAllowed(by_id=ADMIN)
    )
    await played.until_stage(Stage.SCREENING)


async def cancelled_by_an_admin(played: Played) -> None:
    """An update approves, another one ends the journey."""
    await played.book()
    handle = played.journeys.handle(played.candidate_id)
    await handle.execute_update(CandidateJourney.approve_booking, played.pressing(m.BookingApproved, Actor.ADMIN))
    await handle.execute_update(CandidateJourney.cancel_journey, o.JourneyCancelled(by_id=ADMIN))
    await played.until_sent("say_goodbye")


async def blocked_and_back(played: Played) -> None:
    """The bot is blocked: the slot is kept a while, then freed; who is back chooses again."""
    await played.agree()
    await played.tell(m.BotBlocked(update_id=played.update()))
    await played.until_stage(Stage.UNREACHABLE)
    await played.skip_to_alarm()
    await played.until_sent("report_to_recruiter")
    await played.tell(m.BotUnblocked(update_id=played.update()))
    await offered_again(played)


async def human_called(played: Played) -> None:
    """A candidate who does not choose is asked twice, calls a human, and writes."""
    await played.pass_test()
    await played.skip_to_alarm()
    await played.skip_to_alarm()
    await played.until(lambda: played.deeds.kinds().count("nudge_candidate") == 2)
    await played.tell(m.HumanCalled(update_id=played.update()))
    await played.until_sent("introduce_human")
    await played.write("А можно удалённо?")
    await played.until_sent("pass_words")


async def city_closed(played: Played) -> None:
    """The city is switched off while somebody chooses."""
    await played.pass_test()
    await played.tell(o.CityClosed())
    await played.until_sent("tell_city_closed")


async def policy_changed(played: Played) -> None:
    """A policy that changes moves the alarms of who is booked."""
    await played.agree()
    await played.tell(o.PolicyChanged())
    await played.until(lambda: any(type(deed).__name__ == "PlanAlarms" for deed in played.deeds.done))
    await played.skip_to_alarm()
    await played.until_sent("remind_candidate")


async def erased(played: Played) -> None:
    """Everything is erased when all has been said."""
    await played.agree()
    await played.tell(m.ErasureAsked(update_id=played.update()))
    await played.until(lambda: bool(played.deeds.erased))


BACK_EDGES = (
    time_rejected,
    slot_withdrawn,
    missed,
    move_not_settled,
    refused_and_tried_again,
    cancelled_by_an_admin,
    blocked_and_back,
    human_called,
    city_closed,
    policy_changed,
    erased,
)
