"""Who did not come, by when and where the interview was; and what became of the reminders."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from database.office.figures import Asked, GroupBy

LEADS = (24, 72, 168)  # hours from the request to the interview, where one group of leads ends and the next begins

NO_SHOWS = text("""
WITH interview AS (
    SELECT booking.city_id, booking.recruiter_id, booking.status,
        (slot.starts_at AT TIME ZONE 'UTC') + clock.utc_offset AS local_start,
        EXTRACT(epoch FROM slot.starts_at - booking.requested_at) / 3600.0 AS lead,
        EXISTS (
            SELECT FROM booking_events AS event
            WHERE event.booking_id = booking.id AND event.revision = booking.revision AND event.status = 'confirmed'
        ) AS confirmed
    FROM bookings AS booking
    JOIN slots AS slot ON slot.id = booking.slot_id
    JOIN cities AS city ON city.id = booking.city_id
    JOIN recruiters AS recruiter ON recruiter.id = booking.recruiter_id
    JOIN unnest(
        CAST(:zones AS text[]), CAST(:since AS timestamptz[]),
        CAST(:until AS timestamptz[]), CAST(:offsets AS interval[])
    ) AS clock (zone, since, until, utc_offset)
        ON clock.zone = coalesce(CAST(:zone AS text), city.zone)
        AND slot.starts_at >= clock.since AND slot.starts_at < clock.until
    WHERE booking.status IN ('met', 'missed', 'ended')
        AND (CAST(:allowed AS bigint[]) IS NULL OR city.id = ANY(CAST(:allowed AS bigint[])))
        AND (CAST(:cities AS uuid[]) IS NULL OR city.public_id = ANY(CAST(:cities AS uuid[])))
        AND (CAST(:recruiters AS uuid[]) IS NULL OR recruiter.public_id = ANY(CAST(:recruiters AS uuid[])))
), total AS (
    SELECT
        CASE WHEN :by = 'city' THEN city_id END AS city_id,
        CASE WHEN :by = 'recruiter' THEN recruiter_id END AS recruiter_id,
        CASE WHEN :by IN ('day', 'week', 'month') THEN CAST(date_trunc(:by, local_start) AS date) END AS begins,
        CASE WHEN :by = 'weekday' THEN CAST(EXTRACT(isodow FROM local_start) AS integer)
            WHEN :by = 'hour' THEN CAST(EXTRACT(hour FROM local_start) AS integer)
            WHEN :by = 'lead' THEN width_bucket(lead, CAST(:leads AS numeric[])) END AS step,
        count(*) FILTER (WHERE status = 'met') AS met,
        count(*) FILTER (WHERE status = 'missed') AS missed,
        count(*) FILTER (WHERE status = 'ended') AS outcome_unknown,
        count(*) FILTER (WHERE confirmed AND status = 'met') AS confirmed_met,
        count(*) FILTER (WHERE confirmed AND status = 'missed') AS confirmed_missed
    FROM interview GROUP BY 1, 2, 3, 4
)
SELECT city.public_id AS city_public_id, city.name AS city_name, recruiter.public_id AS recruiter_public_id,
    recruiter.name AS recruiter_name, begins, step, met, missed, outcome_unknown, confirmed_met, confirmed_missed
FROM total
LEFT JOIN cities AS city ON city.id = total.city_id
LEFT JOIN recruiters AS recruiter ON recruiter.id = total.recruiter_id
ORDER BY begins, step, city.name, recruiter.name, recruiter.id
""")

REMINDERS = text("""
WITH reminder AS (
    SELECT booking.city_id, booking.recruiter_id, message.status,
        (message.started_at AT TIME ZONE 'UTC') + clock.utc_offset AS sent_at
    FROM sent_messages AS message
    JOIN bookings AS booking ON booking.id = message.booking_id
    JOIN cities AS city ON city.id = booking.city_id
    JOIN recruiters AS recruiter ON recruiter.id = booking.recruiter_id
    JOIN unnest(
        CAST(:zones AS text[]), CAST(:since AS timestamptz[]),
        CAST(:until AS timestamptz[]), CAST(:offsets AS interval[])
    ) AS clock (zone, since, until, utc_offset)
        ON clock.zone = coalesce(CAST(:zone AS text), city.zone)
        AND message.started_at >= clock.since AND message.started_at < clock.until
    WHERE message.kind = 'remind_candidate'
        AND (CAST(:allowed AS bigint[]) IS NULL OR city.id = ANY(CAST(:allowed AS bigint[])))
        AND (CAST(:cities AS uuid[]) IS NULL OR city.public_id = ANY(CAST(:cities AS uuid[])))
        AND (CAST(:recruiters AS uuid[]) IS NULL OR recruiter.public_id = ANY(CAST(:recruiters AS uuid[])))
), total AS (
    SELECT
        CASE WHEN :by = 'city' THEN city_id END AS city_id,
        CASE WHEN :by = 'recruiter' THEN recruiter_id END AS recruiter_id,
        CASE WHEN :by IN ('day', 'week', 'month') THEN CAST(date_trunc(:by, sent_at) AS date) END AS begins,
        count(*) FILTER (WHERE status = 'sent') AS sent,
        count(*) FILTER (WHERE status IN ('sending', 'unknown')) AS unknown,
        count(*) FILTER (WHERE status = 'failed') AS failed,
        count(*) FILTER (WHERE status = 'unreachable') AS unreachable
    FROM reminder GROUP BY 1, 2, 3
)
SELECT city.public_id AS city_public_id, city.name AS city_name, recruiter.public_id AS recruiter_public_id,
    recruiter.name AS recruiter_name, begins, sent, unknown, failed, unreachable
FROM total
LEFT JOIN cities AS city ON city.id = total.city_id
LEFT JOIN recruiters AS recruiter ON recruiter.id = total.recruiter_id
ORDER BY begins, city.name, recruiter.name, recruiter.id
""")


@dataclass(frozen=True, kw_only=True)
class NoShowRow:
    """Interviews of a group by how they went; `confirmed_…` are those whose candidate had said "I will come".

    `step` is a weekday (1 is Monday), an hour (0 to 23), or a lead: the first is shorter than the first of LEADS.
    """

    city_public_id: UUID | None = None
    city_name: str | None = None
    recruiter_public_id: UUID | None = None
    recruiter_name: str | None = None
    begins: date | None = None
    step: int | None = None
    met: int = 0
    missed: int = 0
    outcome_unknown: int = 0
    confirmed_met: int = 0
    confirmed_missed: int = 0


@dataclass(frozen=True, kw_only=True)
class ReminderRow:
    """Reminders of a group by what became of them; nobody knows of the unknown ones whether they arrived."""

    city_public_id: UUID | None = None
    city_name: str | None = None
    recruiter_public_id: UUID | None = None
    recruiter_name: str | None = None
    begins: date | None = None
    sent: int = 0
    unknown: int = 0
    failed: int = 0
    unreachable: int = 0


async def no_shows(session: AsyncSession, asked: Asked) -> list[NoShowRow]:
    """Return how the interviews that began in the period went, group by group; one statement."""
    rows = (await session.execute(NO_SHOWS, asked.parameters() | {"leads": list(LEADS)})).all()
    return [NoShowRow(**row._asdict()) for row in rows] or ([NoShowRow()] if asked.by is GroupBy.NONE else [])


async def reminders(session: AsyncSession, asked: Asked) -> list[ReminderRow]:
    """Return what became of the reminders that were begun in the period, group by group; one statement."""
    rows = (await session.execute(REMINDERS, asked.parameters())).all()
    return [ReminderRow(**row._asdict()) for row in rows] or ([ReminderRow()] if asked.by is GroupBy.NONE else [])
