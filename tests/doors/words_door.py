"""Words, things and forged buttons at every stage of a real journey, on both phones; and each time it goes on."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from domain.questionnaire import Question, QuestionKind
from domain.stages import Stage
from tests.doors.dice import Dice
from tests.doors.ear import listening
from tests.doors.presses import press
from tests.doors.words import words
from tests.doors.words_house import WordsHouse

Json = dict[str, Any]

STATUSES = "SELECT update_id, status, last_error FROM telegram_updates"
STATIONS = 16  # of a life without follow-ups in Test1
FILE = {"file_id": "f", "file_unique_id": "u"}
THINGS: tuple[Json, ...] = (
    {"voice": {**FILE, "duration": 3}},
    {"document": {**FILE, "file_name": "../../резюме\u202e.pdf", "file_size": 2**40}, "caption": "<b>{{ x }}"},
    {"photo": [{**FILE, "width": 1, "height": 1}], "caption": "\u200b"},
    {"sticker": {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
    {"contact": {"phone_number": "+7 (999) ٣٤٥", "first_name": "\u202eА"}},
    {"contact": {"phone_number": "", "first_name": "", "user_id": 1}},
    {"location": {"latitude": 90.0, "longitude": -180.0}},
    {"dice": {"emoji": "🎲", "value": 6}},
    {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False}},
    {"text": "переслано", "forward_origin": {"type": "hidden_user", "date": 0, "sender_user_name": "\u202e"}},
    {"text": "через бота", "via_bot": {"id": 1, "is_bot": True, "first_name": "b"}},
    {},
)  # fmt: skip


@dataclass
class Words:
    """Throws `each` things at every station of a journey; `found` is what should not have happened."""

    house: WordsHouse
    dice: Dice
    each: int
    counted: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)

    async def live(self) -> None:
        """Lead one candidate from the first question to the end, with words in the way everywhere."""
        with listening() as ear:
            person = await self.house.stage.person("Анна Петрова")
            await self.house.say(person, "/start")
            await self._answer_test1(person)
            await self._choose(person)
            await self._be_approved(person)
            await self._leave(person)
            await self._judge()
        self.found += ear.surprises()
        self.found += [f"parked: {each!r}" for each in ear.parked()]
        self.found += await self.house.refusals()

    async def throw(self, station: str, person: int) -> None:
        """Throw that many, of whichever kind."""
        for _ in range(self.each):
            match self.dice.number(0, 9):
                case 0:
                    await self.house.send(person, self.dice.one_of(THINGS))
                case 1 | 2 if station != "a recruiter's words":
                    await self.house.press(person, harmless(press(self.dice)))
                case _:
                    await self.house.say(person, words(self.dice))
            self.counted[station] += 1

    async def _answer_test1(self, person: int) -> None:
        journey = await self.house.facts(person)
        while journey.stage is Stage.SCREENING:
            asked = journey.screening.open_question if journey.screening else None
            if asked is None:
                self.found.append(f"nothing is asked at {journey.stage}")
                return
            await self.throw(f"Test1: {asked.id}", person)
            journey = await self.house.facts(person)
            asked = journey.screening.open_question if journey.screening else None
            if asked is not None and journey.stage is Stage.SCREENING:
                await self._answer(person, asked)
                journey = await self.house.facts(person)

    async def _answer(self, person: int, asked: Question) -> None:
        match asked.kind:
            case QuestionKind.FULL_NAME:
                await self.house.say(person, "Петрова Анна Сергеевна")
            case QuestionKind.CITY:
                await self.house.press(person, f"o:{asked.id}:{self.house.city}")
            case QuestionKind.CHOICE:
                option = next(each for each in asked.options if each.refusal is None)
                await self.house.press(person, f"o:{asked.id}:{option.id}")
            case QuestionKind.NUMBER:
                await self.house.say(person, "23")
            case QuestionKind.TEXT:
                await self.house.say(person, "Люблю разговаривать с людьми и помогать им выбрать.")

    async def _choose(self, person: int) -> None:
        await self.throw("choosing a recruiter", person)
        await self._expect(person, Stage.CHOOSING_RECRUITER, Stage.CHOOSING_SLOT)
        await self.house.press(person, "d::0")
        await self.throw("choosing a time", person)
        await self._expect(person, Stage.CHOOSING_RECRUITER, Stage.CHOOSING_SLOT)
        await self.house.press(person, f"s:{self.house.slots.pop()}:")
        await self._expect(person, Stage.AWAITING_APPROVAL)
        await self.throw("waiting for the answer", person)
        await self._expect(person, Stage.AWAITING_APPROVAL)

    async def _be_approved(self, person: int) -> None:
        recruiter, candidate = self.house.recruiter_chat, await self.house.candidate(person)
        await self.throw("a recruiter's words", recruiter)
        for _ in range(self.each):
            await self.house.press(recruiter, f"re:{candidate}")
            await self.house.say(recruiter, words(self.dice))
            self.counted["a recruiter's reply"] += 1
        booking = (await self._expect(person, Stage.AWAITING_APPROVAL)).booking
        assert booking is not None
        await self.house.press(recruiter, f"b:no-words:{booking.id}:{booking.revision}")
        await self.house.say(recruiter, words(self.dice))
        self.counted["a recruiter's reason"] += 1
        if (await self.house.facts(person)).stage is not Stage.AWAITING_APPROVAL:  # the reason was taken
            await self.house.press(person, f"s:{self.house.slots.pop()}:")
            booking = (await self._expect(person, Stage.AWAITING_APPROVAL)).booking
            assert booking is not None
        await self.house.press(recruiter, f"b:yes:{booking.id}:{booking.revision}")
        await self._expect(person, Stage.SCHEDULED)
        await self.throw("an agreed time", person)
        await self._expect(person, Stage.SCHEDULED)

    async def _leave(self, person: int) -> None:
        await self.house.press(person, "stop:1")
        await self._expect(person, Stage.CLOSED)
        await self.throw("after the end", person)

    async def _expect(self, person: int, *stages: Stage) -> Any:
        journey = await self.house.facts(person)
        if journey.stage not in stages:
            self.found.append(f"stands at {journey.stage}, not at {stages}")
        return journey

    async def _judge(self) -> None:
        async with self.house.world.sessions() as session:
            rows = await session.execute(text(STATUSES))
            self.found += [
                f"{row.update_id} is {row.status}: {row.last_error}" for row in rows if row.status != "handled"
            ]


def harmless(data: str) -> str:
    """Return the press, but for those by which somebody may leave, decline or be erased: they would end the journey."""
    ends = ("stop:", "erase:", "at-no:", "nope:", "nowait", "o:", "s:", "back:", "at:", "off:", "w:", "ws:")
    return "h" if data.startswith(ends) else data
