"""The people and times that the bot's tests speak of."""

from dataclasses import dataclass

from bot import questionnaire
from database.screening.test1 import publish_questionnaire, record_test_result
from domain.ids import BookingId, CandidateId, CityId, QuestionnaireId, RecruiterId, SlotId
from domain.questionnaire import Answer
from tests.database.world import NOW, World

ANNA = 5001  # Telegram ids
MARIA = 7001
LEAD = 7002
STRANGER = 9001
NOBODY_YET = 9002


@dataclass(frozen=True, kw_only=True)
class Seeded:
    """Anna from Yekaterinburg asked Maria in Moscow for tomorrow, 14:00 by Anna's clock; one more slot is free."""

    world: World
    city: CityId
    recruiter: RecruiterId
    other_recruiter: RecruiterId
    candidate: CandidateId
    booking: BookingId
    free_slot: SlotId
    questionnaire: QuestionnaireId

    async def set_booking(self, status: str, *, over: bool = False) -> None:
        """Put the booking into a state, as the deeds would."""
        ended = "ended_at = :now, " if over else ""
        await self.world.run(
            f"UPDATE bookings SET {ended}status = :status, decided_at = :now WHERE id = :id",
            status=status,
            id=self.booking,
            now=NOW,
        )

    async def name_lead(self) -> None:
        """Let the other recruiter follow their invitation and be the city's lead."""
        await self.world.run(
            "UPDATE recruiters SET telegram_id = :chat, tg_chat_id = :chat WHERE id = :id",
            chat=LEAD,
            id=self.other_recruiter,
        )
        await self.world.run("UPDATE cities SET lead_recruiter_id = :id", id=self.other_recruiter)

    async def strange_presses(self) -> int:
        """Return how many presses of strangers were written down."""
        return int(await self.world.ask("SELECT count(*) FROM audit_log WHERE what = 'press_of_stranger_refused'"))


async def seed(world: World) -> Seeded:
    """Add them to the database."""
    city = await world.city(
        name="Екатеринбург",
        zone="Asia/Yekaterinburg",
        contact_link="https://t.me/otklik_ekb",
        meeting_link="https://meet.example.org/ekb",
    )
    maria = await world.recruiter(city, name="Мария Соколова", telegram_id=MARIA, tg_chat_id=MARIA)
    other = await world.recruiter(city, name="Илья Ким")
    anna = await world.candidate(telegram_id=ANNA, chat_id=ANNA, username="anna_p", city_id=city)
    async with world.sessions.begin() as session:
        asked = await publish_questionnaire(session, questionnaire.default_content())
        await record_test_result(
            session,
            candidate_id=anna,
            questionnaire_id=asked,
            passed=True,
            reason=None,
            answers=answers(city),
            name="Петрова Анна Сергеевна",
            city_id=city,
            finished_at=NOW,
        )
    held = await world.slot(maria, city, hours=24)
    free = await world.slot(other, city, hours=25)
    reservation = await world.reserve(held, anna, city)
    assert reservation.booking_id is not None
    return Seeded(
        world=world,
        city=CityId(city),
        recruiter=RecruiterId(maria),
        other_recruiter=RecruiterId(other),
        candidate=CandidateId(anna),
        booking=reservation.booking_id,
        free_slot=SlotId(free),
        questionnaire=asked,
    )


def answers(city_id: int) -> list[Answer]:
    return [
        Answer(question_id="full_name", text="Петрова Анна Сергеевна"),
        Answer(question_id="city", option_id=str(city_id), text="Екатеринбург"),
        Answer(question_id="age", text="23"),
        Answer(question_id="status", option_id="looking"),
        Answer(question_id="motivation", text="Люблю <людей> & общение"),
    ]
