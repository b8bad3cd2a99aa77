"""A small world with virtual time in which one generated journey lives: the real machine in a town of its own."""

from collections import deque
from dataclasses import replace
from datetime import datetime

from domain.ids import CandidateId
from domain.stages import WaitingFor
from tests.workflows.generated.agenda import DAY
from tests.workflows.generated.facts import Story
from tests.workflows.generated.scenario import Scenario
from tests.workflows.generated.town import A_SECOND, Town
from workflows import occasions as o
from workflows import rules
from workflows.events import Event
from workflows.journey import Journey
from workflows.letters.letter import Letter

LASTS = 40 * DAY
TOO_MANY_STEPS = 1500
TOO_MANY_AT_ONCE = 30


class World:
    """One journey and everybody around it; `now` jumps from one thing that happens to the next."""

    def __init__(self, scenario: Scenario) -> None:
        self.now, self.until = scenario.start, scenario.start + LASTS
        self.town = Town(scenario, with_outages=True)
        self.journey = Journey(candidate_id=CandidateId(scenario.candidate_id))
        self.steps = 0

    def live(self) -> Story:
        """Let everything happen until nothing is left to happen, or time is over."""
        self.town.misfortunes.begin()
        while (due := self._next_instant()) is not None and due <= self.until and self.steps < TOO_MANY_STEPS:
            self.now = due
            self._let_happen()
            self._look_around()
        if self.steps >= TOO_MANY_STEPS:
            self._complain("the journey finds no rest")
        return self.town.story(until=self.now, steps=self.steps)

    def _next_instant(self) -> datetime | None:
        """Return when something happens next: the alarm rings a moment late, and nothing happens while all is down."""
        alarm = self.journey.alarm
        rings = None if alarm is None else alarm.at + A_SECOND * (self.town.chance.whole(0, 9) / 10)
        coming = [at for at in (rings, self.town.agenda.next_at) if at is not None]
        return self.town.misfortunes.up_at(max(self.now, min(coming))) if coming else None

    def _let_happen(self) -> None:
        """Let everything happen that is due; after an outage nobody knows which comes first."""
        agenda = self.town.agenda
        for _ in range(TOO_MANY_AT_ONCE):
            rings = self.journey.alarm is not None and self.journey.alarm.at <= self.now
            comes = agenda.next_at is not None and agenda.next_at <= self.now
            if rings and (not comes or self.town.chance.happens(0.5)):
                self._take(o.AlarmRang())
            elif (planned := agenda.take(self.now)) is not None:
                if (news := self.town.meet(planned.what, self.now)) is not None:
                    self._take(news)  # type: ignore[arg-type] # every concrete kind of news is an event
            else:
                return
        self._complain("too much at one instant")

    def _take(self, news: Event) -> None:
        """Advance and do what is asked for, as the shell does: deeds at once, their answers before anything else."""
        self.steps += 1
        self.journey, effects = rules.advance(self.journey, replace(news, at=self.now))
        todo = deque(effects)
        while todo:
            effect = todo.popleft()
            if isinstance(effect, Letter):
                found = self.town.say(effect, self.now)
                if found is not None:
                    self.town.agenda.add(self.now, found)
                continue
            answer = self.town.do(effect)
            if answer is not None:
                self.journey, more = rules.advance(self.journey, replace(answer, at=self.now))
                todo.extend(more)

    def _look_around(self) -> None:
        """Check at a quiet point that somebody is waited for and that something happens by itself."""
        journey = self.journey
        if journey.is_closed:
            return
        if journey.alarm is None:
            self._complain("no next action")
        elif journey.alarm.at <= self.now:
            self._complain("a next action in the past")
        if journey.waiting_for is WaitingFor.NOBODY:
            self._complain("waits for nobody")

    def _complain(self, what: str) -> None:
        self.town.complain(what, self.now)
