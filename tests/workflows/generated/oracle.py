"""The oracle: reads what happened in a story, in order, and says of each agreed time what became of its reminder."""

from datetime import datetime, timedelta

from domain.booking import Actor
from domain.policy import Policy
from tests.workflows.generated.facts import Agreed, Broken, Over, PolicyReached, Pressed, Said, Story, up_at
from tests.workflows.generated.promise import USELESS, due, quiet
from tests.workflows.generated.verdicts import PUNCTUAL, AgreedTime, Fate, Judgement
from workflows.letters.of_move import TellMoved
from workflows.letters.to_candidate import Congratulate, RemindCandidate
from workflows.letters.to_recruiter import ReportSilence, ReportUndelivered
from workflows.messages import AttendanceConfirmed, AttendanceDeclined
from workflows.move_messages import MoveRequested, OtherTimeAsked

HOUR = timedelta(hours=1)
PATIENCE = timedelta(minutes=20)
ANSWERS = (AttendanceConfirmed, AttendanceDeclined, MoveRequested)


class Oracle:
    """Judges one story."""

    def __init__(self, story: Story, punctual: timedelta = PUNCTUAL) -> None:
        self.story, self.said, self.punctual = story, Judgement(), punctual
        self.spread = timedelta(seconds=story.candidate_id % 60)
        self.time: AgreedTime | None = None
        self.unexplained: Said | None = None  # a reminder of which nobody knows, until the recruiter is told

    def judge(self) -> Judgement:
        for fact in self.story.facts:
            match fact:
                case Agreed():
                    self._close(fact.at, Fate.MOVED)
                    self._open(fact)
                case Over():
                    self._close(fact.at, Fate.ENDED)
                case PolicyReached():
                    self._plan_anew(fact)
                case Said():
                    self._hear(fact)
                case Pressed():
                    self._see(fact)
                case Broken():
                    self._complain(fact.at, fact.what)
        self._close(self.story.until, Fate.OPEN)
        if self.unexplained is not None:
            self._complain(self.unexplained.at, "nobody was told of a reminder that may be lost")
        return self.said

    def _open(self, fact: Agreed) -> None:
        planned = self._due(fact.at, fact.starts_at, fact.policy)
        self.time = AgreedTime(
            booking_id=fact.booking_id,
            revision=fact.revision,
            starts_at=fact.starts_at,
            policy=fact.policy,
            earliest=planned,
            latest=planned,
        )

    def _due(self, now: datetime, starts_at: datetime, policy: Policy) -> datetime | None:
        return due(now=now, starts_at=starts_at, zone_name=self.story.zone, policy=policy, spread=self.spread)

    def _plan_anew(self, fact: PolicyReached) -> None:
        """Expect what the new policy says; what is promised already comes all the same, if need be when it was due.

        Where the congratulation carried the buttons, nothing more comes. What was due before the edit (everything was
        down) may come at once, or when the new policy says.
        """
        time = self.time
        if time is not None:
            time.unsettled = True
        if time is None or time.reminded or time.earliest is None:
            return
        planned = self._due(fact.at, time.starts_at, fact.policy)
        if planned is None:
            return
        time.policy, time.latest = fact.policy, planned
        time.earliest = min(planned, time.earliest) if time.earliest <= fact.at else planned

    def _hear(self, said: Said) -> None:
        letter, time = said.letter, self.time
        match letter:
            case Congratulate() | TellMoved():
                if time is None or letter.with_buttons != (time.earliest is None):
                    self._complain(said.at, "buttons where a reminder comes, or none where none comes")
            case RemindCandidate():
                self._take_reminder(said, letter)
            case ReportSilence():
                self._take_silence(said, letter)
            case ReportUndelivered():
                self.unexplained = None
            case _:
                pass

    def _take_reminder(self, said: Said, letter: RemindCandidate) -> None:
        time = self.time
        if time is None or time.booking_id != letter.booking_id:
            self._complain(said.at, "reminded after the end")
            return
        if time.revision != letter.revision:
            self._complain(said.at, "reminded of an old time")
            return
        if time.reminded:
            self._complain(said.at, "reminded twice")
        time.reminded.append(said)
        time.answered = time.confirmed
        self._check_instant(said, time)
        if said.arrived is None:
            self.unexplained = said

    def _check_instant(self, said: Said, time: AgreedTime) -> None:
        """Complain of a reminder that came too early, too late or at night without an outage that explains it."""
        first, latest = time.earliest, time.latest
        if first is None or latest is None:
            self._complain(said.at, "reminded although the congratulation carried the buttons")
            return
        explained = any(outage.since <= said.at and outage.until > first for outage in self.story.outages)
        self.said.lateness.append(said.at - first)
        if said.at < first:
            self._complain(said.at, f"reminded {first - said.at} too early")
        if said.at > self._up(latest) + self.punctual:
            self._complain(said.at, f"reminded {said.at - self._up(latest)} too late")
        if said.at > time.starts_at - USELESS:
            self._complain(said.at, "reminded less than 10 min before the start")
        if quiet(said.at, self.story.zone, time.policy) and not explained:
            self._complain(said.at, "reminded in quiet hours")

    def _take_silence(self, said: Said, letter: ReportSilence) -> None:
        time = self.time
        if time is None or (time.booking_id, time.revision) != (letter.booking_id, letter.revision):
            self._complain(said.at, "silence about a time that is over")
        elif not time.reminded or time.answered or time.silence_reported:
            self._complain(said.at, "silence reported without a reminder, after an answer, or twice")
        elif not time.reminded[0].at + PATIENCE - self.punctual <= said.at <= time.starts_at - USELESS:
            self._complain(said.at, "silence reported too soon after the reminder, or too near the start")
        if time is not None:
            time.silence_reported = True

    def _see(self, fact: Pressed) -> None:
        press, time = fact.press, self.time
        if time is not None and isinstance(press, MoveRequested | OtherTimeAsked):
            time.unsettled = True
        if isinstance(press, ANSWERS) and press.by is Actor.CANDIDATE and time is not None:
            about = (press.booking_id, press.revision) == (time.booking_id, time.revision)
            in_time = about and fact.at < time.starts_at
            time.answered |= in_time
            time.confirmed |= in_time and isinstance(press, AttendanceConfirmed)

    def _close(self, at: datetime, otherwise: Fate) -> None:
        """Say what became of the reminder of the time that is over now."""
        time, self.time = self.time, None
        if time is not None:
            self.said.fates.append(self._fate(time, at, otherwise))
            self._miss_silence(time, at)

    def _miss_silence(self, time: AgreedTime, over_at: datetime) -> None:
        """Complain where the recruiter had to be told of a silence and was not."""
        if not time.reminded or time.answered or time.silence_reported or time.unsettled:
            return
        told_at = self._up(max(time.starts_at - HOUR, time.reminded[0].at + PATIENCE))
        useful = told_at + self.punctual < min(over_at, time.starts_at - USELESS)
        if useful and not quiet(told_at, self.story.recruiter_zone, time.policy):
            self._complain(told_at, "silence not reported")

    def _fate(self, time: AgreedTime, over_at: datetime, otherwise: Fate) -> Fate:
        first, latest = time.earliest, time.latest
        if time.reminded:
            return self._fate_of_sent(time.reminded[0], first)
        if first is None or latest is None:
            return Fate.BUTTONS
        back = self._up(latest)
        if back > time.starts_at - USELESS:
            return Fate.DOWN
        if over_at > back + self.punctual:
            self._complain(back, "not reminded")
        return otherwise

    def _fate_of_sent(self, said: Said, first: datetime | None) -> Fate:
        if said.arrived is None:
            return Fate.UNKNOWN
        if not said.arrived:
            return Fate.UNREACHABLE
        return Fate.LATE if first is not None and said.at > first + self.punctual else Fate.ON_TIME

    def _up(self, moment: datetime) -> datetime:
        return up_at(moment, self.story.outages)

    def _complain(self, at: datetime, what: str) -> None:
        self.said.broken.append(f"seed {self.story.seed}, {at:%Y-%m-%d %H:%M:%S} UTC: {what}")
