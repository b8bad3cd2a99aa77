"""The way of one candidate from /start to the reminder, seen from the candidate's and the recruiter's phone."""

import re
from dataclasses import dataclass

from proof.phone import Phone
from proof.recruiter import Recruiter, new_phone
from proof.seen import Message, labels_sent
from proof.stand_in import StandIn
from proof.telling import Telling
from proof.test1 import Applicant, asks, counted, option_for, words_for

APPROVE = "✅ Согласовать"
CONFIRM, DECLINE, MOVE = "✅ Подтверждаю", "❌ Не смогу", "🔁 Просьба перенести"
REMINDER_BUTTONS = (CONFIRM, DECLINE, MOVE)
LATER = "Позже"
TIME = re.compile(r"\b\d?\d:\d\d\b")
# The first day shown is today at the earliest: two days on, a whole day lies between.
DAYS_TO_TURN = 2


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What the play needs to know of an agreed interview; `answers` is what was pressed and typed in Test1."""

    applicant: Applicant
    candidate: Phone
    recruiter: Recruiter
    answers: tuple[str, ...]
    reminder: Message


@dataclass(frozen=True, kw_only=True)
class Way:
    """Leads candidates to their reminders; every step expects what the step before it must have caused.

    `days_to_turn` is how many days they leaf on before they take the first free time of the day.
    """

    stand_in: StandIn
    telling: Telling
    recruiter: Recruiter
    days_to_turn: int = DAYS_TO_TURN

    async def lead(self, applicant: Applicant) -> Meeting:
        """Play everything up to the reminder."""
        candidate = await new_phone(self.stand_in, self.telling, applicant.name)
        answers = await self.pass_test(candidate, applicant)
        await self.agree(candidate, applicant, answers)
        reminder = await self._skip_to_reminder(candidate)
        return Meeting(
            applicant=applicant, candidate=candidate, recruiter=self.recruiter, answers=answers, reminder=reminder
        )

    async def agree(self, candidate: Phone, applicant: Applicant, answers: tuple[str, ...]) -> None:
        """Let the candidate pick a time after Test1 and the recruiter agree to it."""
        await self.pick_slot(candidate)
        await self._approve(candidate, applicant, answers)

    async def pass_test(self, candidate: Phone, applicant: Applicant) -> tuple[str, ...]:
        """Press Start and answer all of Test1; return the answers."""
        await candidate.start()
        answers: list[str] = []
        number = total = 0
        while number == 0 or number < total:
            asked = await self._see_question(candidate, number + 1)
            number, total = counted(asked) or (number, total)
            answers.append(await self._answer(candidate, asked, applicant))
        self.telling.say(f"{candidate.name} has answered {len(answers)} questions")
        return tuple(answers)

    async def _see_question(self, candidate: Phone, number: int) -> Message:
        return await candidate.expect(f"question {number}", lambda said: asks(said, number))

    async def _answer(self, candidate: Phone, asked: Message, applicant: Applicant) -> str:
        option = option_for(asked, self.recruiter.cities)
        if option is not None:
            await candidate.press(asked, option)
            return option
        words = words_for(asked, applicant)
        await candidate.say(words)
        return words

    async def pick_slot(self, candidate: Phone) -> None:
        """Choose the recruiter, leaf on, take the first free time of the day."""
        name = self.recruiter.name
        menu = await candidate.expect(f"{name} among the recruiters", lambda said: name in said.labels)
        await candidate.press(menu, name)
        day = await candidate.expect("free times", _has_times)
        for _ in range(self.days_to_turn):
            day = await self._turn_to_next_day(candidate, day)
        slot = next(button.label for button in day.buttons() if is_time(button.label))
        await candidate.press(day, slot)
        await candidate.expect("that the request is not yet confirmed", lambda said: "ещё не подтверждено" in said.text)
        self.telling.say(f"{candidate.name} has picked {slot} with {name}")

    async def _turn_to_next_day(self, candidate: Phone, day: Message) -> Message:
        later = next((label for label in day.labels if label.startswith(LATER)), "")
        await candidate.demand(f"the button “{LATER}” to a later day", holds=bool(later))
        await candidate.press(day, later)
        return await candidate.expect("the next day", lambda said: _has_times(said) and said.text != day.text)

    async def _approve(self, candidate: Phone, applicant: Applicant, answers: tuple[str, ...]) -> None:
        recruiter = self.recruiter.phone
        card = await recruiter.expect(
            f"the request of {applicant.full_name}",
            lambda said: applicant.full_name in said.text and APPROVE in said.labels,
        )
        await recruiter.demand("exactly three buttons under the request", holds=len(card.labels) == 3)
        missing = [answer for answer in answers if answer not in card.text]
        await recruiter.demand(f"the Test1 answers {missing} in the request", holds=not missing)
        await recruiter.press(card, APPROVE)
        await candidate.expect("a congratulation with the duration", _congratulates)
        # The card is the last thing that follows from the approval: the clock may jump from here.
        await recruiter.expect("that the card says so", lambda said: said.id == card.id and APPROVE not in said.labels)
        self.telling.say(f"{self.recruiter.name} has agreed, {candidate.name} is congratulated")

    async def _skip_to_reminder(self, candidate: Phone) -> Message:
        self.telling.note_act()
        await self.stand_in.skip(candidate.person_id)
        reminder = await candidate.expect(
            "the reminder with exactly its three buttons", lambda said: said.labels == REMINDER_BUTTONS
        )
        self.telling.say(f"{candidate.name}'s clock has jumped, the reminder is there")
        return reminder


async def demand_one_reminder(stand_in: StandIn, candidate: Phone) -> None:
    """Raise `MissedError` unless exactly one message with the three buttons was ever sent to the candidate."""
    sent = labels_sent(await stand_in.calls(candidate.person_id, "sendMessage"))
    count = sent.count(REMINDER_BUTTONS)
    await candidate.demand(f"exactly one reminder, but {count}", holds=count == 1)


def _has_times(said: Message) -> bool:
    return any(map(is_time, said.labels))


def is_time(label: str) -> bool:
    """Tell whether a button is a time of day."""
    return TIME.search(label) is not None


def _congratulates(said: Message) -> bool:
    return "поздравляем" in said.text.casefold() and "15–20 минут" in said.text
