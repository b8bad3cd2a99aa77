"""Everybody and everything around one journey, in memory: people, slot book, post, misfortunes; no machine in here."""

from datetime import datetime, timedelta

from domain.booking import Actor
from domain.policy import Policy
from tests.workflows.generated.agenda import DAY, HOUR, MINUTE, Agenda
from tests.workflows.generated.candidate import Candidate
from tests.workflows.generated.chance import Chance
from tests.workflows.generated.clerk import Clerk
from tests.workflows.generated.facts import Agreed, Broken, Fact, Pressed, Said, Story
from tests.workflows.generated.misfortunes import Misfortunes
from tests.workflows.generated.recruiter import Recruiter
from tests.workflows.generated.scenario import Scenario
from tests.workflows.generated.slot_book import CITY, RECRUITER, SlotBook
from workflows import messages as m
from workflows import occasions as o
from workflows.deeds import JoinWaitlist
from workflows.effects import AnyDeed, AnyLetter
from workflows.events import Finding
from workflows.findings import MessageUndelivered, NothingOffered, SendingTrouble
from workflows.letters.letter import Audience
from workflows.letters.to_candidate import OfferRecruiters, OfferSlots, RemindCandidate

A_SECOND = timedelta(seconds=1)


class Town:
    """Answers deeds, reads letters, and plans what people do next; remembers all of it as facts."""

    def __init__(self, scenario: Scenario, *, with_outages: bool) -> None:
        self.scenario = scenario
        self.facts: list[Fact] = []
        self.chance = Chance(scenario.seed * 2 + 1)
        self.agenda = Agenda(self.chance, scenario.candidate_id)
        self.book = SlotBook(scenario, self.facts)
        self.clerk = Clerk(self.book)
        self.candidate = Candidate(self.chance, self.book, self.agenda)
        self.recruiter = Recruiter(self.chance, self.book, self.agenda)
        self.misfortunes = Misfortunes(self.chance, scenario, self.agenda, with_outages=with_outages)
        self.is_blocked = False

    def meet(self, what: m.News | Policy, now: datetime) -> m.News | None:
        """Let something planned happen; return the news of it for the journey, if there is any yet."""
        if isinstance(what, Policy):
            self.book.policy = what
            self.agenda.add(now + self.chance.lasting(A_SECOND, MINUTE), o.PolicyChanged())
            return None
        if isinstance(what, m.Press):
            by_other = isinstance(what, m.AboutBooking) and what.by is not Actor.CANDIDATE
            self.is_blocked = isinstance(what, m.BotBlocked) or (self.is_blocked and by_other)
            self.facts.append(Pressed(at=now, press=what))
        return what

    def do(self, deed: AnyDeed) -> Finding | None:
        """Carry out a deed; what is agreed by it attracts misfortune."""
        known = len(self.facts)
        answer = self.clerk.do(deed)
        if isinstance(deed, JoinWaitlist):
            self._offer_later(deed.now)
        for fact in self.facts[known:]:
            if isinstance(fact, Agreed):
                self.misfortunes.aim_at(fact)
        return answer

    def say(self, letter: AnyLetter, now: datetime) -> MessageUndelivered | NothingOffered | None:
        """Deliver a letter to whoever it is for; return trouble and empty lists as news."""
        is_candidate = letter.TO is Audience.CANDIDATE
        lost = isinstance(letter, RemindCandidate) and self.chance.happens(0.01)
        blocked = is_candidate and self.is_blocked
        self.facts.append(Said(at=now, letter=letter, arrived=False if blocked else None if lost else True))
        if not blocked:
            reader = self.candidate if is_candidate else self.recruiter
            reader.read(letter, now)
        if blocked or lost:
            trouble = SendingTrouble.UNREACHABLE if blocked else SendingTrouble.UNKNOWN
            booking = self.book.current
            booking_id = booking.id if booking else None
            return MessageUndelivered(kind=letter.kind, to_candidate=True, booking_id=booking_id, trouble=trouble)
        if isinstance(letter, OfferRecruiters | OfferSlots) and not self.book.free(now):
            return NothingOffered(city_id=CITY, recruiter_id=None)
        return None

    def complain(self, what: str, now: datetime) -> None:
        self.facts.append(Broken(at=now, what=what))

    def story(self, *, until: datetime, steps: int) -> Story:
        return Story(
            seed=self.scenario.seed,
            candidate_id=self.scenario.candidate_id,
            zone=self.scenario.zone,
            recruiter_zone=self.scenario.recruiter_zone,
            facts=tuple(self.facts),
            outages=self.misfortunes.outages,
            until=until,
            steps=steps,
        )

    def _offer_later(self, now: datetime) -> None:
        """Let a new slot appear for somebody who waits."""
        at = now + self.chance.lasting(HOUR, 2 * DAY)
        slot = self.book.add_slot(at + self.chance.lasting(HOUR, 3 * DAY))
        offer = o.SlotOffered(slot_id=slot.id, recruiter_id=RECRUITER, starts_at=slot.starts_at, lasts=30 * MINUTE)
        self.agenda.add(at, offer)
