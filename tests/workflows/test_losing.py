"""People who block the bot: the recruiter learns until when their slot is kept, and what becomes of it."""

from domain.booking import Actor, BookingStatus
from domain.stages import Stage
from tests.workflows.playing import Played
from workflows import messages as m
from workflows.deeds import EndBooking


async def blocked(played: Played) -> None:
    await played.agree()
    await played.tell(m.BotBlocked(update_id=played.update()))
    await played.until_sent("report_undelivered")


async def test_the_slot_of_who_blocked_the_bot_is_free_after_a_while_and_they_choose_again_when_back(
    played: Played,
) -> None:
    await blocked(played)
    assert (await played.until_stage(Stage.UNREACHABLE)).next_action == "release"
    await played.skip_to_alarm()
    await played.until_sent("report_to_recruiter")
    ended = [order for order in played.deeds.done if isinstance(order, EndBooking)]
    assert [(order.status, order.by) for order in ended] == [(BookingStatus.CANCELLED, Actor.SYSTEM)]
    assert "remind_candidate" not in played.deeds.kinds()
    await played.tell(m.BotUnblocked(update_id=played.update()))
    await played.until(lambda: played.deeds.kinds()[-1] == "offer_slots")


async def test_a_recruiter_who_reached_them_keeps_the_slot_for_them(played: Played) -> None:
    await blocked(played)
    await played.tell(played.pressing(m.BookingKept, Actor.RECRUITER))
    await played.until(lambda: played.deeds.kinds()[-2:] == ["report_undelivered", "update_card"])
    assert (await played.until_stage(Stage.UNREACHABLE)).next_action == "reminder"


async def test_who_is_back_in_time_has_lost_nothing(played: Played) -> None:
    await blocked(played)
    await played.tell(m.BotUnblocked(update_id=played.update()))
    assert (await played.until_stage(Stage.SCHEDULED)).next_action == "reminder"
