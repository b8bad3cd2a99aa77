"""Candidates whose journeys are written down as they happened, step by step, to count them afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from database.bookings.changes import approve_booking, confirm_attendance, end_booking, record_outcome
from database.ledger import SendKey, begin_send, complete_send, fail_send
from database.screening.test1 import publish_questionnaire, questionnaire_content, record_test_result
from database.tables import SendStatus
from database.waiting.waitlist import join_waitlist
from domain.booking import Actor, BookingStatus
from domain.ids import CandidateId
from domain.questionnaire import Answer, Question, QuestionKind
from tests.database.world import HOUR, World

MINUTE = timedelta(minutes=1)
QUESTIONS = [Question(id="full_name", kind=QuestionKind.FULL_NAME)]


@dataclass(frozen=True)
class Lived:
    """A world in which the past can be written; every instant is given."""

    world: World
    questionnaire: int

    @classmethod
    async def of(cls, world: World) -> "Lived":
        async with world.sessions.begin() as session:
            return cls(world, await publish_questionnaire(session, questionnaire_content(QUESTIONS)))

    async def began(self, at: datetime, city: int | None = None, **values: Any) -> int:
        return await self.world.candidate(created_at=at, city_id=city, **values)

    async def tested(self, candidate: int, at: datetime, reason: str | None = None, city: int | None = None) -> None:
        answers = [Answer(question_id="full_name", text="Ada Byron")]
        async with self.world.sessions.begin() as session:
            await record_test_result(
                session,
                candidate_id=candidate,
                questionnaire_id=self.questionnaire,
                passed=reason is None,
                reason=reason,
                answers=answers,
                name=None,
                city_id=city,
                finished_at=at,
            )

    async def waited(self, candidate: int, city: int, at: datetime) -> None:
        async with self.world.sessions.begin() as session:
            await join_waitlist(session, candidate_id=candidate, city_id=city, recruiter_id=None, now=at)

    async def requested(self, candidate: int, city: int, recruiter: int, at: datetime, starts_at: datetime) -> int:
        """Request an interview at that time, and return the booking."""
        slot = await self.world.slot(recruiter, city, starts_at=starts_at, ends_at=starts_at + 20 * MINUTE)
        reservation = await self.world.reserve(slot, candidate, city, now=at)
        assert reservation.booking_id is not None
        return reservation.booking_id

    async def approved(self, booking: int, at: datetime) -> None:
        async with self.world.sessions.begin() as session:
            await approve_booking(session, booking_id=booking, revision=1, now=at, actor=Actor.ADMIN, actor_id=1)

    async def reminded(
        self, candidate: int, booking: int, at: datetime, status: SendStatus = SendStatus.SENT, revision: int = 1
    ) -> None:
        key = SendKey(
            candidate_id=CandidateId(candidate), kind="remind_candidate", booking_id=booking, revision=revision
        )
        async with self.world.sessions.begin() as session:
            begun = await begin_send(session, key, chat_id=1)
            if status is SendStatus.SENT:
                await complete_send(session, begun.send_id, message_id=1)
            elif status is not SendStatus.SENDING:
                await fail_send(session, begun.send_id, status=status, error="Broken()")
        await self.world.run("UPDATE sent_messages SET started_at = :at WHERE id = :id", at=at, id=begun.send_id)

    async def confirmed(self, candidate: int, booking: int, at: datetime) -> None:
        async with self.world.sessions.begin() as session:
            await confirm_attendance(
                session, booking_id=booking, revision=1, now=at, actor=Actor.CANDIDATE, actor_id=candidate
            )

    async def over(
        self, booking: int, status: BookingStatus, at: datetime, actor: Actor = Actor.SYSTEM, actor_id: int = 0
    ) -> None:
        """End the booking before its start, or say afterwards how it went."""
        end: Any = record_outcome if status in {BookingStatus.MET, BookingStatus.MISSED} else end_booking
        async with self.world.sessions.begin() as session:
            outcome = await end(
                session, booking_id=booking, revision=1, status=status, now=at, actor=actor, actor_id=actor_id
            )
        assert outcome == "done", outcome

    async def interviewed(
        self,
        city: int,
        recruiter: int,
        starts_at: datetime,
        status: BookingStatus,
        *,
        lead: int = 48,
        sure: bool = False,
    ) -> int:
        """Let a new candidate of the city have an interview that was requested that many hours before."""
        candidate = await self.began(starts_at - 200 * HOUR, city)
        asked_at = starts_at - lead * HOUR
        booking = await self.requested(candidate, city, recruiter, asked_at, starts_at)
        await self.approved(booking, asked_at + MINUTE)
        if sure:
            await self.confirmed(candidate, booking, asked_at + 2 * MINUTE)
        await self.over(booking, status, starts_at + HOUR)
        return booking
