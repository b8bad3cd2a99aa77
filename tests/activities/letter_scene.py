"""Whom a letter is about and who gets it: an agreed booking, everybody's phone, and how all was before the letter."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from database.people.candidates import keep_text
from database.screening.test1 import record_test_result
from domain.ids import QuestionnaireId
from domain.questionnaire import Answer
from tests.activities.booked import Booked, booked
from tests.activities.every_letter import BY_NAME, ids_of, letter_of
from tests.bot.seeded import answers
from tests.database.world import NOW, World
from tests.standin.stage import Stage
from workflows.effects import AnyLetter
from workflows.letters.letter import Audience
from workflows.letters.to_recruiter import NudgeRecruiter, TellLead
from workflows.steps import SendLetter

LONG = "слово " * 80  # more than a card shows, and ten times that more than a message: a file brings it
RESTORED = (
    "DELETE FROM sent_messages WHERE candidate_id = :id",
    "UPDATE candidates SET blocked_at = NULL, chat_id = telegram_id WHERE id = :id",
    """UPDATE recruiters SET blocked_at = NULL, tg_chat_id = telegram_id WHERE id IN
       (SELECT s.recruiter_id FROM recruiter_cities AS s JOIN bookings USING (city_id) WHERE candidate_id = :id)""",
)


@dataclass
class Scene:
    """An agreed booking (a request, for the nudge to answer it), the phones of everybody about it, and the kind of letter that is sent to one of them."""

    kind: type[AnyLetter]
    booked: Booked
    questionnaire: QuestionnaireId
    candidate: int
    recruiter: int
    lead: int
    seen: int = 0  # the last message before the letter

    @property
    def phone(self) -> int:
        """Whom this kind of letter is for."""
        if self.kind is TellLead:
            return self.lead
        return self.candidate if self.kind.TO is Audience.CANDIDATE else self.recruiter

    def order(self, occurrence: int = 1, **details: Any) -> SendLetter:
        about = ids_of(
            booking=self.booked.booking_id,
            city=self.booked.city_id,
            recruiter=self.booked.recruiter_id,
            slot=self.booked.slot_id,
            questionnaire=self.questionnaire,
        )
        return SendLetter(
            candidate_id=self.booked.candidate_id,
            letter=letter_of(self.kind, about, **details),
            occurrence=0 if self.kind.ONCE else occurrence,
            stage=BY_NAME["stage"],
            now=NOW,
        )


async def set_scene(stage: Stage, world: World, kind: type[AnyLetter], questionnaire: QuestionnaireId) -> Scene:
    """Bring in three people who have pressed Start, and what their letters speak of."""
    candidate, recruiter, lead = [await _person(stage) for _ in range(3)]
    booking = await booked(
        world, approved=kind is not NudgeRecruiter, person=candidate, telegram_id=recruiter, tg_chat_id=recruiter
    )
    async with world.sessions.begin() as session:
        await record_test_result(
            session,
            candidate_id=booking.candidate_id,
            questionnaire_id=questionnaire,
            passed=True,
            reason=None,
            answers=[*answers(booking.city_id)[:-1], Answer(question_id="motivation", text=LONG)],
            name="Петрова Анна",
            city_id=booking.city_id,
            finished_at=NOW,
        )
        words = {"update_id": BY_NAME["update_id"], "text": LONG * 10, "written_at": NOW}
        await keep_text(session, candidate_id=booking.candidate_id, **words)
    lead_id = await world.recruiter(booking.city_id, telegram_id=lead, tg_chat_id=lead)
    appointed = "UPDATE cities SET lead_recruiter_id = :lead WHERE id = :city"
    await world.run(appointed, lead=lead_id, city=booking.city_id)
    return Scene(kind, booking, questionnaire, candidate, recruiter, lead)


async def restore(stage: Stage, world: World, scene: Scene) -> None:
    """Forget what was sent, who could not be reached, and what still was to go wrong."""
    async with stage.client.delete("/sim/faults") as answer:
        assert answer.ok
    async with world.sessions.begin() as session:
        for statement in RESTORED:
            await session.execute(text(statement), {"id": scene.booked.candidate_id})
    await stage.post("unblock", {"person_id": scene.phone})


async def _person(stage: Stage) -> int:
    person = await stage.stranger()
    await stage.post("start", {"person_id": person})
    return person
