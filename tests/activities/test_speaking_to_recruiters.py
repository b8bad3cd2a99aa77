"""Who of the recruiters can be written to, which buttons end, and the files that follow a message."""

from dataclasses import replace
from typing import Any

from structlog.testing import capture_logs

from tests.activities.post import Post
from tests.database.world import NOW
from workflows.findings import MessageUndelivered, SendingTrouble
from workflows.letters.to_candidate import Congratulate, RemindCandidate
from workflows.letters.to_recruiter import AskForApproval, NudgeRecruiter, PassWords, TellLead, UpdateCard


def about(post: Post) -> dict[str, Any]:
    return {"booking_id": post.scene.booking_id, "revision": 1}


async def link_recruiter(post: Post, name: str = "Мария") -> int:
    person = await post.stage.person(name)
    await post.scene.world.run(
        "UPDATE recruiters SET tg_chat_id = :chat, telegram_id = :chat WHERE id = :id",
        chat=person,
        id=post.scene.recruiter_id,
    )
    return person


async def link_lead(post: Post) -> tuple[int, int]:
    """Return the Telegram user and the id of the city's lead."""
    person = await post.stage.person("Ольга")
    lead = await post.scene.world.recruiter(post.scene.city_id, tg_chat_id=person, telegram_id=person)
    await post.scene.world.run("UPDATE cities SET lead_recruiter_id = :id", id=lead)
    return person, lead


async def blocked(post: Post, recruiter_id: int) -> object:
    return await post.scene.world.ask("SELECT blocked_at FROM recruiters WHERE id = :id", id=recruiter_id)


async def said_to(post: Post, person: int) -> list[dict[str, Any]]:
    return [each for each in await post.stage.messages(person) if each["from"] == "bot"]


async def test_a_recruiter_who_blocked_the_bot_is_marked_and_the_candidate_is_not(post: Post) -> None:
    recruiter = await link_recruiter(post)
    await post.stage.post("block", {"person_id": recruiter})
    undelivered = await post.speaking.send_letter(post.order(AskForApproval(**about(post), answer_until=NOW)))
    assert isinstance(undelivered, MessageUndelivered)
    assert (undelivered.trouble, undelivered.to_candidate) == (SendingTrouble.UNREACHABLE, False)
    assert await blocked(post, post.scene.recruiter_id) == NOW
    assert await post.scene.world.ask("SELECT blocked_at FROM candidates") is None


async def test_a_blocked_recruiter_is_not_called_again(post: Post) -> None:
    await link_recruiter(post)
    await post.scene.world.run("UPDATE recruiters SET blocked_at = now()")
    await post.speaking.send_letter(post.order(AskForApproval(**about(post), answer_until=NOW)))
    assert (await post.stage.get("outbox", method="sendMessage"))["calls"] == []


async def test_without_a_lead_nothing_is_sent_and_that_is_no_trouble(post: Post) -> None:
    with capture_logs() as logs:
        assert await post.speaking.send_letter(post.order(TellLead(**about(post), answer_until=NOW))) is None
    assert (await post.stage.get("outbox", method="sendMessage"))["calls"] == []
    assert await post.scene.world.ask("SELECT count(*) FROM sent_messages") == 0
    assert logs == []


async def test_the_lead_is_told_and_marked_where_they_block_the_bot(post: Post) -> None:
    person, lead = await link_lead(post)
    order = post.order(TellLead(**about(post), answer_until=NOW))
    assert await post.speaking.send_letter(order) is None
    (told,) = await said_to(post, person)
    assert "в очереди администраторов" in told["text"]
    assert not told["rows"]
    await post.stage.post("block", {"person_id": person})
    assert await post.speaking.send_letter(replace(order, occurrence=2)) is not None
    assert await blocked(post, lead) == NOW
    assert await blocked(post, post.scene.recruiter_id) is None


async def test_words_of_a_candidate_mark_the_reader_who_blocked_the_bot(post: Post) -> None:
    recruiter = await link_recruiter(post)
    await post.scene.world.run(
        "INSERT INTO candidate_texts (candidate_id, update_id, text, written_at) VALUES (:id, 1, 'Привет', now())",
        id=post.scene.candidate_id,
    )
    await post.stage.post("block", {"person_id": recruiter})
    await post.speaking.send_letter(post.order(PassWords(recruiter_id=post.scene.recruiter_id, update_id=1)))
    assert await blocked(post, post.scene.recruiter_id) == NOW


async def test_a_nudge_that_was_answered_on_the_card_loses_its_buttons(post: Post) -> None:
    recruiter = await link_recruiter(post)
    await post.scene.world.run("UPDATE bookings SET status = 'pending'")
    await post.speaking.send_letter(post.order(AskForApproval(**about(post), answer_until=NOW)))
    await post.speaking.send_letter(post.order(NudgeRecruiter(**about(post), answer_until=NOW), 2))
    await post.scene.world.run("UPDATE bookings SET status = 'booked'")
    assert [bool(each["rows"]) for each in await said_to(post, recruiter)] == [True, True]
    await post.speaking.send_letter(post.order(UpdateCard(**about(post)), 3))
    card, nudge = await said_to(post, recruiter)
    assert (bool(card["rows"]), bool(nudge["rows"])) == (True, False)
    assert "Согласовано" in card["text"]


async def test_a_nudge_or_a_reminder_that_was_overtaken_is_not_sent(post: Post) -> None:
    recruiter = await link_recruiter(post)
    booking = about(post)
    await post.speaking.send_letter(post.order(NudgeRecruiter(**booking, answer_until=NOW)))  # it is approved
    await post.scene.world.run("UPDATE bookings SET revision = 2")
    await post.speaking.send_letter(post.order(RemindCandidate(**booking), 2))  # of the time before
    assert await said_to(post, recruiter) == []
    assert (await post.stage.get("outbox", method="sendMessage"))["calls"] == []
    assert await post.scene.world.ask("SELECT count(*) FROM sent_messages") == 0


async def test_the_congratulation_is_followed_by_its_file_once(post: Post) -> None:
    order = post.order(Congratulate(**about(post), with_buttons=False))
    for _ in range(2):
        assert await post.speaking.send_letter(order) is None
    files = [each["document"] for each in await post.received() if each.get("document")]
    assert [file["file_name"] for file in files] == ["interview.ics"]
    assert [file["mime_type"] for file in files] == ["text/calendar"]


async def test_a_file_that_telegram_refuses_is_an_alert_and_the_words_have_arrived(post: Post) -> None:
    await post.fault("server_error", status=400, description="Bad Request: wrong file", method="sendDocument")
    with capture_logs() as logs:
        assert await post.speaking.send_letter(post.order(Congratulate(**about(post), with_buttons=False))) is None
    assert len(await post.received()) == 1
    assert [entry["kind"] for entry in logs if entry.get("alert")] == ["congratulate.document"]
