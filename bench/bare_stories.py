"""The bare baseline: workflows that take signals, call activities, set timers, and decide, show and check nothing."""

import asyncio
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from temporalio import workflow

QUEUE = "bare"
TIMEOUT = timedelta(seconds=75)
RINGS_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Say:
    """What to send to whom."""

    chat_id: int
    text: str


@dataclass(frozen=True)
class Beat:
    """What follows one signal, or the timer where `by_timer`.

    `deeds` are activities that answer at once, `letters` those that call the Bot API; `timers` are set one in the place
    of the other.
    """

    by_timer: bool
    deeds: int
    letters: int
    timers: int


@dataclass(frozen=True)
class Score:
    """All beats of a journey."""

    chat_id: int
    beats: list[Beat]


@workflow.defn
class BarePress:
    """Signal, activity, HTTP call."""

    @workflow.init
    def __init__(self, chat_id: int) -> None:
        """Remember to whom it speaks."""
        self._chat_id = chat_id
        self._pressed: deque[str] = deque()

    @workflow.run
    async def run(self, chat_id: int) -> None:
        """Answer each press."""
        while True:
            await workflow.wait_condition(lambda: bool(self._pressed))
            say = Say(chat_id, self._pressed.popleft())
            await workflow.execute_activity("say", say, start_to_close_timeout=TIMEOUT)
            if workflow.info().is_continue_as_new_suggested() and not self._pressed:
                workflow.continue_as_new(chat_id)

    @workflow.signal
    def press(self, text: str) -> None:
        """Take a press."""
        self._pressed.append(text)


@workflow.defn
class BareJourney:
    """As many signals, activities and timers as a journey has, in the same order."""

    @workflow.init
    def __init__(self, score: Score) -> None:
        """Begin with nothing."""
        self._chat_id = score.chat_id
        self._pressed = self._rang = 0
        self._timer: asyncio.Task[None] | None = None
        self._rings_at: datetime | None = None

    @workflow.run
    async def run(self, score: Score) -> None:
        """Play the score."""
        pressed = rang = 0
        for beat in score.beats:
            pressed, rang = pressed + (not beat.by_timer), rang + beat.by_timer
            await self._until(pressed, rang)
            await self._play(beat)

    @workflow.signal
    def press(self, text: str) -> None:
        """Take a press."""
        del text
        self._pressed += 1

    @workflow.query
    def rings_in(self) -> float:
        """Return after how many seconds the timer rings."""
        return (self._rings_at - workflow.now()).total_seconds() if self._rings_at else 0.0

    async def _until(self, pressed: int, rang: int) -> None:
        await workflow.wait_condition(lambda: self._pressed >= pressed and self._rang >= rang)

    async def _play(self, beat: Beat) -> None:
        for _ in range(beat.deeds):
            await workflow.execute_activity("do", start_to_close_timeout=TIMEOUT)
        for _ in range(beat.timers):
            if self._timer is not None:
                self._timer.cancel()
            self._rings_at = workflow.now() + RINGS_AFTER
            self._timer = asyncio.create_task(self._ring())
            await asyncio.sleep(0)  # so that it is set before the next one takes its place
        for _ in range(beat.letters):
            await workflow.execute_activity("say", Say(self._chat_id, "…"), start_to_close_timeout=TIMEOUT)

    async def _ring(self) -> None:
        await workflow.sleep(RINGS_AFTER.total_seconds())
        self._rang += 1
