"""A letter that had to wait, for Telegram or behind another, is sent only if it is still true."""

import asyncio
import secrets
from datetime import timedelta

from temporalio import activity
from temporalio.client import Client

from domain.booking import Actor
from domain.ids import CandidateId, SlotId
from domain.stages import Stage
from tests.workflows.conftest import working
from tests.workflows.fakes import FakeDeeds
from tests.workflows.playing import Played
from workflows import findings
from workflows import messages as m
from workflows import move_messages as w
from workflows.steps import SendLetter

SOON = timedelta(hours=2, seconds=4)  # the reminder is due in a moment


class SlowPost(FakeDeeds):
    """Keeps a hint, and with it everything behind it, until it is let go."""

    def __init__(self) -> None:
        super().__init__(starts_in=SOON)
        self.let_go = asyncio.Event()

    @activity.defn
    async def send_letter(self, order: SendLetter) -> findings.MessageUndelivered | findings.NothingOffered | None:
        if order.letter.kind == "hint_at_buttons":
            await self.let_go.wait()
        self.sent.append(order)
        return None


async def reminder_behind_a_slow_letter(client: Client, post: SlowPost) -> Played:
    """Return a journey whose reminder has been written and cannot leave yet."""
    played = Played(client, CandidateId(secrets.randbelow(10**9)), post)
    await played.agree()
    await played.write("а где это?")
    await played.until_stage(Stage.REMINDED)
    assert "remind_candidate" not in post.kinds()
    return played


async def test_a_reminder_that_waited_is_not_sent_after_the_cancellation(client: Client) -> None:
    post = SlowPost()
    async with working(client, post):
        played = await reminder_behind_a_slow_letter(client, post)
        await played.tell(played.pressing(m.BookingCancelled, Actor.RECRUITER))
        await played.until_stage(Stage.CHOOSING_SLOT)
        post.let_go.set()
        await played.until_sent("offer_slots")
    assert "remind_candidate" not in post.kinds()


async def test_a_reminder_that_waited_is_not_sent_about_the_time_before_the_move(client: Client) -> None:
    post = SlowPost()
    async with working(client, post):
        played = await reminder_behind_a_slow_letter(client, post)
        await played.tell(played.pressing(w.OtherTimeAsked, Actor.RECRUITER, slot_ids=(SlotId(6),)))
        await played.tell(played.pressing(w.WantedSlotPicked, slot_id=SlotId(6)))
        await played.until_stage(Stage.SCHEDULED)
        post.let_go.set()
        await played.until_sent("tell_moved")
    assert "remind_candidate" not in post.kinds()


async def test_a_reminder_that_waited_is_sent_while_it_is_true(client: Client) -> None:
    post = SlowPost()
    async with working(client, post):
        played = await reminder_behind_a_slow_letter(client, post)
        post.let_go.set()
        await played.until_sent("remind_candidate")
    assert post.kinds().count("remind_candidate") == 1
