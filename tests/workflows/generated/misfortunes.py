"""What nobody in the story decides: outages, edits of the policy, blocks, stray words, an admin, a crash while sending."""

from dataclasses import replace
from datetime import datetime

from domain.policy import Policy
from tests.workflows.generated.agenda import DAY, HOUR, MINUTE, Agenda
from tests.workflows.generated.chance import Chance
from tests.workflows.generated.facts import Agreed, Outage, up_at
from tests.workflows.generated.scenario import POLICIES, Scenario
from workflows import messages as m
from workflows import occasions as o


class Misfortunes:
    """Draws misfortunes at the beginning, and around the reminder of each agreed booking."""

    def __init__(self, chance: Chance, scenario: Scenario, agenda: Agenda, *, with_outages: bool = True) -> None:
        self.chance, self.scenario, self.agenda = chance, scenario, agenda
        self.with_outages = with_outages
        self.outages: tuple[Outage, ...] = ()

    def begin(self) -> None:
        """Draw what may happen at any time of the first week."""
        start, week = self.scenario.start, self.scenario.start + 7 * DAY
        self.agenda.press(start, m.CandidateArrived)
        if self.chance.happens(0.3):
            self._go_down(self.chance.between(start, week))
        if self.chance.happens(0.1):
            self.agenda.add(self.chance.between(start, week), self._other_policy())
        if self.chance.happens(0.1):
            blocked = self.chance.between(start, week)
            self.agenda.press(blocked, m.BotBlocked)
            if self.chance.happens(0.6):
                self.agenda.press(blocked + self.chance.lasting(MINUTE, 2 * DAY), m.BotUnblocked)
        for _ in range(self.chance.one_of((0, 0, 1, 3))):
            self.agenda.press(self.chance.between(start, week), m.TextWritten, text="а где вы находитесь?")
        if self.chance.happens(0.02):
            self.agenda.press(self.chance.between(start, week), m.CandidateLeft)
        if self.chance.happens(0.02):
            self.agenda.add(self.chance.between(start, week), o.JourneyCancelled(by_id=1))

    def aim_at(self, agreed: Agreed) -> None:
        """Draw what happens around the due moment of a booking that stands now."""
        due = max(agreed.at, agreed.starts_at - agreed.policy.reminder_lead)
        if self.chance.happens(0.25):
            self._go_down(due - self.chance.lasting(MINUTE, 3 * HOUR))
        if self.chance.happens(0.25):
            edited = self.chance.between(max(agreed.at, due - 2 * HOUR), agreed.starts_at)
            self.agenda.add(edited, self._other_policy())
        if self.chance.happens(0.05):
            self.agenda.press(max(agreed.at, due - self.chance.lasting(MINUTE, 3 * HOUR)), m.BotBlocked)

    def up_at(self, moment: datetime) -> datetime:
        return up_at(moment, self.outages)

    def _go_down(self, since: datetime) -> None:
        if self.with_outages:
            lasts = self.chance.lasting(2 * MINUTE, 3 * DAY)
            self.outages = (*self.outages, Outage(since=since, until=since + lasts))

    def _other_policy(self) -> Policy:
        """Return another policy; what a pick needs stays, so that people can go on."""
        return replace(self.chance.one_of(POLICIES), minimum_notice=self.scenario.policy.minimum_notice)
