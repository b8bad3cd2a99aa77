import pytest

from tests.bot.seeded import ANNA, MARIA, NOBODY_YET, Seeded
from tests.bot.switchboard import Switchboard, message_from
from workflows import messages

STICKER = {
    "file_id": "1",
    "file_unique_id": "1",
    "type": "regular",
    "width": 1,
    "height": 1,
    "is_animated": False,
    "is_video": False,
}


async def test_words_and_things_become_news(seeded: Seeded, switchboard: Switchboard) -> None:
    first = await switchboard.write(ANNA, "23 года")
    second = await switchboard.feed("message", message_from(ANNA, sticker=STICKER))
    assert switchboard.journeys.told == [
        (seeded.candidate, messages.TextWritten(update_id=first, text="23 года")),
        (seeded.candidate, messages.ThingSent(update_id=second)),
    ]
    assert switchboard.said() == []


async def test_words_without_a_journey_are_passed_on_and_answered(seeded: Seeded, switchboard: Switchboard) -> None:
    switchboard.journeys.open = False
    update = await switchboard.write(ANNA, "Я передумала")
    (stray,) = switchboard.journeys.relayed
    assert (stray.candidate_id, stray.update_id, stray.text, stray.by) == (
        seeded.candidate,
        update,
        "Я передумала",
        None,
    )
    assert "/start" in switchboard.said()[0]


async def test_words_of_somebody_we_never_met_are_answered(switchboard: Switchboard) -> None:
    await switchboard.write(NOBODY_YET, "Здравствуйте")
    assert "/start" in switchboard.said()[0]
    assert switchboard.journeys.told == []


async def test_words_of_a_recruiter_start_no_journey(switchboard: Switchboard) -> None:
    await switchboard.write(MARIA, "Здравствуйте")
    assert "/today" in switchboard.said()[0]
    assert switchboard.journeys.told == []


async def test_blocking_and_unblocking_is_noted_and_told(seeded: Seeded, switchboard: Switchboard) -> None:
    first = await switchboard.membership(ANNA, "kicked")
    assert await seeded.world.ask("SELECT blocked_at FROM candidates WHERE telegram_id = :id", id=ANNA) is not None
    second = await switchboard.membership(ANNA, "member")
    assert await seeded.world.ask("SELECT blocked_at FROM candidates WHERE telegram_id = :id", id=ANNA) is None
    assert switchboard.journeys.told == [
        (seeded.candidate, messages.BotBlocked(update_id=first)),
        (seeded.candidate, messages.BotUnblocked(update_id=second)),
    ]


@pytest.mark.parametrize("content", [{"text": "/start"}, {"text": "hello"}, {"new_chat_title": "Party"}])
async def test_groups_are_not_served(content: dict[str, str], switchboard: Switchboard) -> None:
    await switchboard.feed("message", message_from(ANNA, chat_id=-100, chat="supergroup", **content))
    assert switchboard.journeys.told == switchboard.journeys.arrived == []
    assert switchboard.wire.calls == []
