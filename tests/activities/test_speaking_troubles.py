from datetime import timedelta

import pytest
from structlog.testing import capture_logs
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from activities.speaking import Speaking
from bot.telegram import build_bot
from domain.ids import BookingId
from tests.activities.post import Post
from tests.database.world import NOW, Sessions
from tests.standin.stage import TOKEN
from workflows.findings import MessageUndelivered, SendingTrouble
from workflows.letters.to_recruiter import AskForApproval


async def test_after_a_crash_a_reminder_is_rather_lost_than_sent_twice(post: Post) -> None:
    await post.die_while_sending(post.reminder())
    undelivered = await post.speaking.send_letter(post.reminder())
    assert isinstance(undelivered, MessageUndelivered)
    assert (undelivered.trouble, undelivered.kind) == (SendingTrouble.UNKNOWN, "remind_candidate")
    assert (undelivered.to_candidate, undelivered.booking_id) == (True, post.scene.booking_id)
    assert await post.received() == []


async def test_after_a_crash_any_other_letter_is_rather_sent_twice_than_lost(post: Post) -> None:
    await post.die_while_sending(post.hint())
    assert await post.speaking.send_letter(post.hint()) is None
    assert len(await post.received()) == 1


async def test_a_lost_reply_leaves_a_reminder_unknown_and_sends_another_letter_again(post: Post) -> None:
    await post.fault("dropped_after")
    undelivered = await post.speaking.send_letter(post.reminder())
    assert isinstance(undelivered, MessageUndelivered)
    assert undelivered.trouble is SendingTrouble.UNKNOWN
    await post.fault("dropped_after")
    with pytest.raises(ApplicationError):
        await post.speaking.send_letter(post.hint())
    assert await post.speaking.send_letter(post.hint()) is None
    assert len(await post.received()) == 3


@pytest.mark.parametrize("kind", ["server_error", "bad_gateway", "dropped_before"])
async def test_trouble_on_telegrams_side_is_retried(post: Post, kind: str) -> None:
    await post.fault(kind)
    with pytest.raises(ApplicationError) as trouble:
        await post.speaking.send_letter(post.hint())
    assert not trouble.value.non_retryable
    assert await post.speaking.send_letter(post.hint()) is None


async def test_telegrams_wish_to_wait_is_obeyed_and_loses_no_reminder(post: Post) -> None:
    await post.fault("too_many_requests", retry_after=7)
    with pytest.raises(ApplicationError) as trouble:
        await post.speaking.send_letter(post.reminder())
    assert trouble.value.next_retry_delay == timedelta(seconds=7)
    assert trouble.value.category is ApplicationErrorCategory.BENIGN
    assert str(post.person) not in str(trouble.value)
    await post.fault("too_many_requests", retry_after=None)
    with pytest.raises(ApplicationError) as trouble:
        await post.speaking.send_letter(post.reminder())
    assert trouble.value.next_retry_delay is None
    assert await post.speaking.send_letter(post.reminder()) is None
    assert len(await post.received()) == 1


async def test_without_a_connection_a_reminder_is_tried_again(post: Post, sessions: Sessions) -> None:
    bot = build_bot(TOKEN, "http://127.0.0.1:9")
    with pytest.raises(ApplicationError):
        await Speaking(sessions, bot).send_letter(post.reminder())
    await bot.session.close()
    assert await post.speaking.send_letter(post.reminder()) is None
    assert len(await post.received()) == 1


async def test_who_blocked_the_bot_is_unreachable_and_marked(post: Post) -> None:
    await post.stage.post("block", {"person_id": post.person})
    undelivered = await post.speaking.send_letter(post.hint())
    assert isinstance(undelivered, MessageUndelivered)
    assert undelivered.trouble is SendingTrouble.UNREACHABLE
    assert await post.scene.world.ask("SELECT blocked_at FROM candidates") == NOW


async def test_a_recruiter_without_telegram_is_unreachable_without_a_call(post: Post) -> None:
    letter = AskForApproval(booking_id=post.scene.booking_id, revision=1, answer_until=NOW)
    undelivered = await post.speaking.send_letter(post.order(letter))
    assert isinstance(undelivered, MessageUndelivered)
    assert (undelivered.trouble, undelivered.to_candidate) == (SendingTrouble.UNREACHABLE, False)
    assert (await post.stage.get("outbox", method="sendMessage"))["calls"] == []


async def test_a_text_that_telegram_refuses_is_an_alert_and_not_retried(post: Post) -> None:
    await post.fault("server_error", status=400, description="Bad Request: can't parse entities")
    with capture_logs() as logs:
        undelivered = await post.speaking.send_letter(post.hint())
    assert isinstance(undelivered, MessageUndelivered)
    assert undelivered.trouble is SendingTrouble.REFUSED
    assert "error" in [line["log_level"] for line in logs]


async def test_a_letter_about_nothing_that_exists_is_an_alert(post: Post) -> None:
    letter = AskForApproval(booking_id=BookingId(999), revision=1, answer_until=NOW)
    undelivered = await post.speaking.send_letter(post.order(letter))
    assert isinstance(undelivered, MessageUndelivered)
    assert undelivered.trouble is SendingTrouble.REFUSED
