from dataclasses import replace
from datetime import timedelta

from tests.activities.post import CHOOSING, Post
from tests.database.world import NOW
from workflows.letters.to_candidate import NudgeCandidate
from workflows.letters.to_recruiter import AskForApproval, UpdateCard


async def test_a_letter_arrives_once_however_often_it_is_tried(post: Post) -> None:
    for _ in range(2):
        assert await post.speaking.send_letter(post.hint()) is None
    assert len(await post.received()) == 1
    assert await post.scene.world.ask("SELECT stage FROM candidates") == CHOOSING


async def test_the_same_letter_of_a_later_journey_is_another_letter(post: Post) -> None:
    first = post.hint()
    await post.speaking.send_letter(first)
    await post.speaking.send_letter(replace(first, now=NOW + timedelta(days=40)))
    assert len(await post.received()) == 2


async def test_a_second_nudge_of_the_same_journey_is_another_nudge(post: Post) -> None:
    nudge = post.order(NudgeCandidate(stage=CHOOSING), 0)
    await post.speaking.send_letter(nudge)
    await post.speaking.send_letter(replace(nudge, now=NOW + timedelta(days=1)))
    assert len(await post.received()) == 2


async def test_a_reminder_goes_out_once_per_revision_whoever_orders_it(post: Post) -> None:
    await post.speaking.send_letter(post.reminder())
    await post.speaking.send_letter(replace(post.reminder(), now=NOW + timedelta(hours=1)))
    (reminder,) = await post.received()
    assert [len(row) for row in reminder["rows"]]


async def test_a_letter_turns_the_pressed_message_into_itself(post: Post) -> None:
    await post.speaking.send_letter(post.reminder())
    (old,) = await post.received()
    edits = post.hint(edits=old["message_id"])
    for number in range(2):  # the second time nothing changes, which is a success
        assert await post.speaking.send_letter(replace(edits, occurrence=number + 1)) is None
    (now,) = await post.received()
    assert now["message_id"] == old["message_id"]
    assert now["text"] != old["text"]


async def test_where_the_message_to_edit_is_gone_a_new_one_is_sent(post: Post) -> None:
    assert await post.speaking.send_letter(post.hint(edits=999_999)) is None
    assert len(await post.received()) == 1


async def test_the_buttons_of_the_retired_message_end_with_the_letter(post: Post) -> None:
    await post.speaking.send_letter(post.reminder())
    (old,) = await post.received()
    assert old["rows"]
    await post.speaking.send_letter(post.hint(retires=old["message_id"]))
    retired, _ = await post.received()
    assert not retired["rows"]


async def test_a_letter_whose_predecessor_cannot_be_retired_has_arrived(post: Post) -> None:
    assert await post.speaking.send_letter(post.hint(retires=999_999)) is None
    assert len(await post.received()) == 1


async def test_the_recruiters_card_is_edited_in_place(post: Post) -> None:
    recruiter = await post.stage.person("Мария")
    await post.scene.world.run("UPDATE recruiters SET tg_chat_id = :id, telegram_id = :id", id=recruiter)
    booking_id = post.scene.booking_id
    await post.speaking.send_letter(post.order(AskForApproval(booking_id=booking_id, revision=1, answer_until=NOW)))
    await post.speaking.send_letter(post.order(UpdateCard(booking_id=booking_id, revision=1), 2))
    cards = [each for each in await post.stage.messages(recruiter) if each["from"] == "bot"]
    assert len(cards) == 1
    assert cards[0]["edited"]
