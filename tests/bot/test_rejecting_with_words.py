from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.callbacks import Decision, DecisionPress, DropReplyPress, ReplyPress
from domain.booking import Actor, BookingStatus
from tests.bot.letters import card_of
from tests.bot.seeded import MARIA, STRANGER, Seeded
from tests.bot.switchboard import Switchboard, message_from
from tests.database.world import NOW
from workflows.letters.to_candidate import OfferSlots
from workflows.messages import BookingRejected

WHY = "В это время у нас <планёрка>"


def why(seeded: Seeded, revision: int = 1) -> str:
    return DecisionPress(decision=Decision.REJECT_WITH_WORDS, booking_id=seeded.booking, revision=revision).pack()


async def test_the_next_words_reject_the_time_and_say_why(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(MARIA, why(seeded))
    assert switchboard.journeys.told == []
    update_id = await switchboard.write(MARIA, WHY)
    rejected = BookingRejected(
        update_id=update_id,
        booking_id=seeded.booking,
        revision=1,
        by=Actor.RECRUITER,
        by_id=seeded.recruiter,
        person=False,
        reason=WHY,
    )
    assert switchboard.journeys.told == [(seeded.candidate, rejected)]
    asked, passed = switchboard.said()
    assert "почему время не подходит" in asked
    assert "Петрова Анна Сергеевна" in passed
    await switchboard.write(MARIA, "И ещё")
    assert len(switchboard.journeys.told) == 1


async def test_cancelling_leaves_the_request_as_it_was(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(MARIA, why(seeded))
    await switchboard.press(MARIA, DropReplyPress(candidate_id=seeded.candidate).pack())
    await switchboard.write(MARIA, WHY)
    assert switchboard.journeys.told == []
    assert [edit.text for edit in switchboard.edits()] == ["Хорошо, ничего не передаём."]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE bookings SET status = 'booked', decided_at = now()",
        "UPDATE bookings SET status = 'expired', ended_at = now()",
        "UPDATE bookings SET revision = 2",
    ],
    ids=["approved", "over", "moved"],
)
async def test_a_request_that_was_answered_meanwhile_is_not_rejected(
    change: str, seeded: Seeded, switchboard: Switchboard
) -> None:
    await switchboard.press(MARIA, why(seeded))
    await seeded.world.run(change)
    await switchboard.write(MARIA, WHY)
    await switchboard.press(MARIA, why(seeded))
    assert switchboard.journeys.told == []
    _asked, too_late, state = switchboard.said()
    assert "никому не передали" in too_late
    assert "Как сейчас" in state
    assert len(switchboard.edits()) == 1, "the second press shows the card as it stands"


async def test_a_booking_that_went_to_a_colleague_is_not_rejected(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(MARIA, why(seeded))
    await seeded.world.run("UPDATE bookings SET recruiter_id = :id", id=seeded.other_recruiter)
    await switchboard.write(MARIA, WHY)
    assert switchboard.journeys.told == []
    assert "не передали" in switchboard.said()[1]


async def test_a_closed_journey_is_said_so(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(MARIA, why(seeded))
    switchboard.journeys.open = False
    await switchboard.write(MARIA, WHY)
    assert "никому не передали" in switchboard.said()[1]


async def test_a_stranger_is_not_asked(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(STRANGER, why(seeded))
    assert switchboard.answers() == ["Эта кнопка не для вас."]
    assert switchboard.said() == []


async def test_what_cannot_be_passed_on_leaves_the_question_open(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(MARIA, why(seeded))
    await switchboard.feed("message", message_from(MARIA, dice={"emoji": "🎲", "value": 1}))
    await switchboard.write(MARIA, "я" * 3001)
    assert switchboard.journeys.told == []
    await switchboard.write(MARIA, WHY)
    assert len(switchboard.journeys.told) == 1


async def test_after_a_quarter_of_an_hour_nothing_is_meant(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(MARIA, why(seeded))
    await seeded.world.run("UPDATE recruiter_prompts SET asked_at = :at", at=NOW - timedelta(minutes=15, seconds=1))
    await switchboard.write(MARIA, WHY)
    assert switchboard.journeys.told == []
    assert "больше 15 минут" in switchboard.said()[1]


async def test_what_was_asked_last_is_meant(seeded: Seeded, switchboard: Switchboard) -> None:
    await switchboard.press(MARIA, why(seeded))
    await switchboard.press(MARIA, ReplyPress(candidate_id=seeded.candidate).pack())
    await switchboard.write(MARIA, "Да, можно")
    ((_, told),) = switchboard.journeys.told
    assert not isinstance(told, BookingRejected)


@pytest.mark.parametrize("because", [BookingStatus.REJECTED, BookingStatus.CANCELLED])
async def test_the_candidate_reads_the_recruiters_words_above_the_list(
    because: BookingStatus, seeded: Seeded, session: AsyncSession
) -> None:
    letter: dict[str, Any] = {"city_id": seeded.city, "recruiter_id": None, "because": because}
    told = await card_of(session, seeded, OfferSlots(**letter, reason=WHY))
    silent = await card_of(session, seeded, OfferSlots(**letter))
    assert "<blockquote>В это время у нас &lt;планёрка&gt;</blockquote>" in told.text
    assert "blockquote" not in silent.text


async def test_the_longest_reason_fits_above_the_longest_list(seeded: Seeded, session: AsyncSession) -> None:
    letter = OfferSlots(city_id=seeded.city, recruiter_id=None, because=BookingStatus.REJECTED, reason="<" * 3000)
    card = await card_of(session, seeded, letter)
    assert card.text.count("&lt;") == 3000
