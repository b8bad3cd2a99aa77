"""The funnel: how many of those who began in a period came how far, and how long it took.

One row of the statement's middle is one candidate, so whoever has several journeys or bookings counts once a step.
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from database.office.figures import Asked, GroupBy

FUNNEL = text("""
WITH latest AS (
    SELECT DISTINCT ON (candidate_id) candidate_id, city_id, recruiter_id
    FROM bookings ORDER BY candidate_id, id DESC
), cohort AS (
    SELECT candidate.id, city.id AS city_id, recruiter.id AS recruiter_id,
        (candidate.created_at AT TIME ZONE 'UTC') + clock.utc_offset AS began
    FROM candidates AS candidate
    LEFT JOIN latest ON latest.candidate_id = candidate.id
    LEFT JOIN cities AS city ON city.id = coalesce(candidate.city_id, latest.city_id)
    LEFT JOIN recruiters AS recruiter ON recruiter.id = latest.recruiter_id
    JOIN unnest(
        CAST(:zones AS text[]), CAST(:since AS timestamptz[]),
        CAST(:until AS timestamptz[]), CAST(:offsets AS interval[])
    ) AS clock (zone, since, until, utc_offset)
        ON clock.zone = coalesce(CAST(:zone AS text), city.zone, 'UTC')
        AND candidate.created_at >= clock.since AND candidate.created_at < clock.until
    WHERE (CAST(:allowed AS bigint[]) IS NULL OR city.id = ANY(CAST(:allowed AS bigint[])))
        AND (CAST(:cities AS uuid[]) IS NULL OR city.public_id = ANY(CAST(:cities AS uuid[])))
        AND (CAST(:recruiters AS uuid[]) IS NULL OR recruiter.public_id = ANY(CAST(:recruiters AS uuid[])))
), tested AS (
    SELECT candidate_id, bool_or(passed) AS passed, min(finished_at) FILTER (WHERE passed) AS passed_at,
        (array_agg(reason ORDER BY finished_at DESC, id DESC))[1] AS reason
    FROM test_results
    WHERE candidate_id IN (SELECT id FROM cohort) AND (passed OR reason NOT IN ('left', 'cancelled'))
    GROUP BY candidate_id
), booked AS (
    SELECT booking.candidate_id, min(booking.requested_at) AS requested_at,
        bool_or(event.status = 'booked') AS approved,
        bool_or(event.status = 'confirmed') AS confirmed,
        bool_or(booking.status = 'met') AS met,
        bool_or(booking.status = 'missed') AS missed,
        bool_or(booking.status = 'ended') AS outcome_unknown,
        bool_or(booking.status = 'rejected') AS rejected,
        bool_or(booking.status = 'expired') AS expired,
        bool_or(booking.status = 'declined') AS declined,
        bool_or(booking.revision > 1) AS moved,
        bool_or(event.status = 'cancelled' AND event.actor = 'candidate') AS cancelled_by_candidate,
        bool_or(event.status = 'cancelled' AND event.actor = 'recruiter') AS cancelled_by_recruiter,
        bool_or(event.status = 'cancelled' AND event.actor = 'admin') AS cancelled_by_admin,
        bool_or(event.status = 'cancelled' AND event.actor = 'system') AS cancelled_by_system
    FROM bookings AS booking JOIN booking_events AS event ON event.booking_id = booking.id
    WHERE booking.candidate_id IN (SELECT id FROM cohort)
    GROUP BY booking.candidate_id
), approval AS (
    SELECT DISTINCT ON (booking.candidate_id) booking.candidate_id, event.at - booking.requested_at AS took
    FROM bookings AS booking JOIN booking_events AS event ON event.booking_id = booking.id
    WHERE event.status = 'booked' AND booking.candidate_id IN (SELECT id FROM cohort)
    ORDER BY booking.candidate_id, event.at, event.id
), waited AS (
    SELECT DISTINCT candidate_id FROM waitlist WHERE candidate_id IN (SELECT id FROM cohort)
), reminded AS (
    SELECT DISTINCT candidate_id FROM sent_messages
    WHERE kind = 'remind_candidate' AND status = 'sent' AND candidate_id IN (SELECT id FROM cohort)
), candidate AS MATERIALIZED (
    SELECT
        CASE WHEN :by = 'city' THEN cohort.city_id END AS city_id,
        CASE WHEN :by = 'recruiter' THEN cohort.recruiter_id END AS recruiter_id,
        CASE WHEN :by IN ('day', 'week', 'month') THEN CAST(date_trunc(:by, cohort.began) AS date) END AS begins,
        tested.candidate_id IS NOT NULL AS finished, tested.passed, tested.passed_at,
        CASE WHEN NOT tested.passed THEN tested.reason END AS reason,
        waited.candidate_id IS NOT NULL AS waited, reminded.candidate_id IS NOT NULL AS reminded,
        booked.*, approval.took
    FROM cohort
    LEFT JOIN tested ON tested.candidate_id = cohort.id
    LEFT JOIN booked ON booked.candidate_id = cohort.id
    LEFT JOIN approval ON approval.candidate_id = cohort.id
    LEFT JOIN waited ON waited.candidate_id = cohort.id
    LEFT JOIN reminded ON reminded.candidate_id = cohort.id
), refusal AS (
    SELECT city_id, recruiter_id, begins, jsonb_object_agg(reason, counted) AS reasons
    FROM (
        SELECT city_id, recruiter_id, begins, reason, count(*) AS counted
        FROM candidate WHERE reason IS NOT NULL GROUP BY 1, 2, 3, 4
    ) AS each_reason
    GROUP BY 1, 2, 3
), total AS (
    SELECT city_id, recruiter_id, begins, count(*) AS began,
        count(*) FILTER (WHERE finished) AS finished_test1,
        count(*) FILTER (WHERE passed) AS passed_test1,
        count(*) FILTER (WHERE NOT passed) AS refused,
        count(*) FILTER (WHERE waited) AS waited_for_slots,
        count(requested_at) AS requested,
        count(*) FILTER (WHERE approved) AS approved,
        count(*) FILTER (WHERE rejected) AS rejected,
        count(*) FILTER (WHERE expired) AS expired,
        count(*) FILTER (WHERE reminded) AS reminded,
        count(*) FILTER (WHERE confirmed) AS confirmed,
        count(*) FILTER (WHERE moved) AS moved,
        count(*) FILTER (WHERE declined) AS declined,
        count(*) FILTER (WHERE cancelled_by_candidate) AS cancelled_by_candidate,
        count(*) FILTER (WHERE cancelled_by_recruiter) AS cancelled_by_recruiter,
        count(*) FILTER (WHERE cancelled_by_admin) AS cancelled_by_admin,
        count(*) FILTER (WHERE cancelled_by_system) AS cancelled_by_system,
        count(*) FILTER (WHERE met) AS met,
        count(*) FILTER (WHERE missed) AS missed,
        count(*) FILTER (WHERE outcome_unknown) AS outcome_unknown,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY EXTRACT(epoch FROM took) / 3600.0) AS hours_to_approval,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY EXTRACT(epoch FROM requested_at - passed_at) / 3600.0)
            FILTER (WHERE requested_at >= passed_at) AS hours_to_request
    FROM candidate GROUP BY 1, 2, 3
)
SELECT city.public_id AS city_public_id, city.name AS city_name, recruiter.public_id AS recruiter_public_id,
    recruiter.name AS recruiter_name, total.*, coalesce(refusal.reasons, '{}') AS refusal_reasons
FROM total
LEFT JOIN refusal ON (refusal.city_id, refusal.recruiter_id, refusal.begins)
    IS NOT DISTINCT FROM (total.city_id, total.recruiter_id, total.begins)
LEFT JOIN cities AS city ON city.id = total.city_id
LEFT JOIN recruiters AS recruiter ON recruiter.id = total.recruiter_id
ORDER BY total.begins, city.name, recruiter.name, recruiter.id
""")
ROW_IDS = {"city_id", "recruiter_id"}


@dataclass(frozen=True, kw_only=True)
class FunnelRow:
    """How many candidates of a group took each step, whenever they did; medians are in hours, None without any.

    The group is set as it was asked for: `begins` is a day, the Monday of a week or the first of a month.
    """

    city_public_id: UUID | None = None
    city_name: str | None = None
    recruiter_public_id: UUID | None = None
    recruiter_name: str | None = None
    begins: date | None = None
    began: int = 0
    finished_test1: int = 0
    passed_test1: int = 0
    refused: int = 0
    refusal_reasons: dict[str, int] = field(default_factory=dict)
    waited_for_slots: int = 0
    requested: int = 0
    approved: int = 0
    rejected: int = 0
    expired: int = 0
    reminded: int = 0
    confirmed: int = 0
    moved: int = 0
    declined: int = 0
    cancelled_by_candidate: int = 0
    cancelled_by_recruiter: int = 0
    cancelled_by_admin: int = 0
    cancelled_by_system: int = 0
    met: int = 0
    missed: int = 0
    outcome_unknown: int = 0
    hours_to_approval: float | None = None
    hours_to_request: float | None = None


async def funnel(session: AsyncSession, asked: Asked) -> list[FunnelRow]:
    """Return the funnel of the candidates who began in the period, group by group; one statement, however many."""
    rows = (await session.execute(FUNNEL, asked.parameters())).mappings().all()
    found = [FunnelRow(**{name: row[name] for name in row if name not in ROW_IDS}) for row in rows]
    return found or ([FunnelRow()] if asked.by is GroupBy.NONE else [])
