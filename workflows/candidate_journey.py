"""The durable shell of one journey: handlers only take news, one loop does the effects, one timer is the alarm.

Everything decided is decided in `rules.py`. Handlers never raise and never wait; deeds are done one after another, and
their answers are news; letters are sent in order, each person's on their own, so that a slow Telegram never delays a
decision.
"""

import asyncio
from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime

from temporalio import workflow

from domain.stages import Ending, Stage, WaitingFor
from workflows import doing, occasions
from workflows.deeds import EraseCandidate
from workflows.doorway import Doorway
from workflows.effects import AnyLetter
from workflows.events import Event
from workflows.journey import Journey
from workflows.letters.letter import Audience, Letter
from workflows.letters.timeliness import is_timely
from workflows.rules import advance
from workflows.showing import attributes_of, details_of, is_told_by, shown_by, timer_summary, updates_of
from workflows.steps import SendLetter


@dataclass(frozen=True, kw_only=True)
class Status:
    """Where a journey stands, without personal data; instants are UTC, `now` is the journey's own clock."""

    stage: Stage
    waiting_for: WaitingFor
    since: datetime
    next_action: str | None
    next_action_at: datetime | None
    now: datetime


@workflow.defn
class CandidateJourney(Doorway):
    """One candidate's journey from /start to its end."""

    @workflow.init
    def __init__(self, journey: Journey) -> None:
        """Take up a journey: a new one, or one continued from its former run."""
        super().__init__()
        self._journey = journey
        self._timer: asyncio.Task[None] | None = None
        self._timer_at: datetime | None = None
        self._shown: Journey | None = None
        self._attributes = shown_by(workflow.info().typed_search_attributes)  # the starter or the former run set them
        self._outgoing: dict[Audience, deque[SendLetter]] = {audience: deque() for audience in Audience}
        self._speaking = 0

    @workflow.run
    async def run(self, journey: Journey) -> None:
        """Live until the journey is closed and everything about it has been said."""
        del journey  # taken up in __init__, where handlers find it before this runs
        voices = [asyncio.create_task(self._speak(audience)) for audience in Audience]
        while not (self._journey.is_closed and self._is_quiet()):
            self._set_timer()
            self._show()
            await workflow.wait_condition(lambda: bool(self.inbox) or self._must_leave())
            if self.inbox:
                await self._take(self.inbox.popleft())
            elif not self._journey.is_closed:
                self._continue_as_new()
        self._show()
        for voice in voices:
            voice.cancel()
        if self._journey.ending is Ending.ERASED:
            await doing.erase(EraseCandidate(candidate_id=self._journey.candidate_id, now=workflow.now()))
        # A caller whose update was answered by the last turn still has to be told so.
        await workflow.wait_condition(workflow.all_handlers_finished)

    @workflow.query
    def status(self) -> Status:
        """Say where the journey stands."""
        alarm = self._journey.alarm
        return Status(
            stage=self._journey.stage,
            waiting_for=self._journey.waiting_for,
            since=self._journey.since,
            next_action=alarm.purpose.value if alarm else None,
            next_action_at=alarm.at if alarm else None,
            now=workflow.now(),
        )

    @workflow.query
    def facts(self) -> Journey:
        """Tell everything that the journey knows: what is in it of a person is sealed like every payload."""
        return self._journey

    def judge(self, news: Event) -> str | None:
        """Return why this news would change nothing now, or None; the same machine decides, its result thrown away."""
        journey, effects = advance(self._journey, replace(news, at=workflow.now()))
        changes = [effect for effect in effects if not isinstance(effect, doing.EXPLANATIONS)]
        return None if changes or journey.stage is not self._journey.stage else self._journey.stage.value

    def stage_name(self) -> str:
        """Return the stage in which the journey is."""
        return self._journey.stage.value

    async def _take(self, news: Event) -> None:
        """Advance by one piece of news and do what it asks for, deeds before anything else is taken."""
        self._journey, effects = advance(self._journey, news)
        todo = deque(effects)
        while todo:
            effect = todo.popleft()
            if isinstance(effect, Letter):
                self._post(effect)
                continue
            answer = await doing.do(effect)
            if answer is not None:
                # Nothing interleaves here: news taken meanwhile waits in the inbox until this turn is over.
                self._journey, more = advance(self._journey, replace(answer, at=workflow.now()))
                todo.extend(more)
        self.settle(news)

    def _post(self, letter: AnyLetter) -> None:
        """Queue a letter for its recipient, numbered so that the ledger can tell it from every other."""
        self._journey = replace(self._journey, letters=self._journey.letters + 1)
        self._outgoing[letter.TO].append(
            SendLetter(
                candidate_id=self._journey.candidate_id,
                letter=letter,
                occurrence=0 if letter.ONCE else self._journey.letters,
                stage=self._journey.stage,
                now=workflow.now(),
            )
        )

    async def _speak(self, audience: Audience) -> None:
        """Send one person's letters, one after another; what is found out on the way comes back as news."""
        queue = self._outgoing[audience]
        while True:
            await workflow.wait_condition(lambda: bool(queue))
            self._speaking += 1
            order, booking = queue.popleft(), self._journey.booking
            found = await doing.send(order, booking) if is_timely(order.letter, booking, workflow.now()) else None
            if found is not None:
                self.take(found)
            self._speaking -= 1

    def _is_quiet(self) -> bool:
        """Tell whether nothing is under way: no news, no letters, no waiting caller."""
        return not self.inbox and not any(self._outgoing.values()) and not self._speaking and not self.is_awaited()

    def _must_leave(self) -> bool:
        """Tell whether a quiet moment should be used: to end, or to continue with a fresh history."""
        is_over = self._journey.is_closed or workflow.info().is_continue_as_new_suggested()
        return is_over and self._is_quiet() and workflow.all_handlers_finished()

    def _continue_as_new(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        workflow.continue_as_new(self._journey)

    def _set_timer(self) -> None:
        """Keep exactly one timer, at the alarm's instant: when the alarm moves, the timer has moved.

        The timer of a journey that is over ends with it: taking it back would be an event more.
        """
        alarm = self._journey.alarm
        if alarm is None or (alarm.at == self._timer_at and self._timer is not None and not self._timer.done()):
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer_at = alarm.at
        self._timer = asyncio.create_task(self._sleep_until(alarm.at, timer_summary(self._journey)))

    async def _sleep_until(self, at: datetime, summary: str) -> None:
        delay = (at - workflow.now()).total_seconds()
        if delay > 0:
            await workflow.sleep(delay, summary=summary)
        self.take(occasions.AlarmRang())

    def _show(self) -> None:
        """Show ops where the journey stands: details for free, search attributes when they tell something new.

        Before its first news it stands nowhere yet, and what the starter has shown holds.
        """
        is_new = self._journey.alarm is None and not self._journey.is_closed
        if is_new or self._shown == self._journey:
            return
        workflow.set_current_details(details_of(self._journey))
        self._shown = self._journey
        attributes = attributes_of(self._journey)
        if not is_told_by(self._attributes, attributes):
            self._attributes = attributes
            workflow.upsert_search_attributes(updates_of(self._journey))
