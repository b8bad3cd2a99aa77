"""What is true of the tables, asked without the product's own queries: facts of a slot, and what must never be true."""

from datetime import datetime
from typing import Any

from sqlalchemy import text

from domain.reservation import SlotFacts
from tests.database.world import Sessions

HELD_BY = ("slots", "slot_claims", "bookings", "booking_events")
WAITED_FOR = ("slot_offers", "reschedule_requests", "slot_proposals", "waitlist")

# Changes with every row that is written anew, even if nothing in it is different.
FINGERPRINT = " UNION ALL ".join(
    f"SELECT '{table}', t::text, t.xmin::text, t.ctid::text FROM {table} AS t" for table in HELD_BY + WAITED_FOR
)
FINGERPRINT = f"SELECT md5(coalesce(string_agg(row::text, '' ORDER BY row::text), '')) FROM ({FINGERPRINT}) AS row"

ACTIVE_BOOKINGS = """
    SELECT jsonb_agg(to_jsonb(bookings) ORDER BY id) FROM bookings WHERE status IN ('pending', 'booked', 'confirmed')
"""
WANTED = "SELECT slot_id FROM slot_claims WHERE booking_id = :booking AND kind = 'wanted'"
OFFERED_TIMES = "SELECT offered FROM reschedule_requests WHERE booking_id = :booking AND settled_at IS NULL"
OPEN_OFFERS = "SELECT jsonb_agg(to_jsonb(slot_offers) ORDER BY id) FROM slot_offers WHERE settled_at IS NULL"
FREE_SLOTS = "SELECT array_agg(id ORDER BY id) FROM slots WHERE status = 'free'"

IMPOSSIBLE = """
    WITH active AS (SELECT * FROM bookings WHERE status IN ('pending', 'booked', 'confirmed'))
    SELECT string_agg(what, '; ') FROM (
        SELECT 'two active bookings of candidate ' || candidate_id FROM active GROUP BY candidate_id HAVING count(*) > 1
        UNION ALL
        SELECT 'two people on slot ' || slot_id FROM active GROUP BY slot_id HAVING count(*) > 1
        UNION ALL
        SELECT 'booking ' || active.id || ' does not hold its slot' FROM active
        WHERE NOT EXISTS (
            SELECT FROM slot_claims AS claim
            WHERE (claim.booking_id, claim.slot_id, claim.kind) = (active.id, active.slot_id, 'current')
        )
        UNION ALL
        SELECT 'slot ' || claim.slot_id || ' is held by a booking that is over or stands elsewhere'
        FROM slot_claims AS claim LEFT JOIN active ON active.id = claim.booking_id
        WHERE active.id IS NULL OR (claim.kind = 'current' AND active.slot_id <> claim.slot_id)
        UNION ALL
        SELECT 'slots ' || a.id || ' and ' || b.id || ' overlap' FROM slots AS a JOIN slots AS b
            ON a.id < b.id AND a.recruiter_id = b.recruiter_id AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
        WHERE a.withdrawn_at IS NULL AND b.withdrawn_at IS NULL
        UNION ALL
        SELECT 'slot ' || slots.id || ' shows ' || slots.status || ' of ' || coalesce(candidate_tg_id::text, 'nobody')
        FROM slots
        LEFT JOIN slot_claims AS claim ON claim.slot_id = slots.id
        LEFT JOIN bookings ON bookings.id = claim.booking_id
        LEFT JOIN candidates ON candidates.id = bookings.candidate_id
        WHERE candidate_tg_id IS DISTINCT FROM telegram_id OR slots.status <> CASE
            WHEN claim.kind = 'wanted' THEN 'wanted'
            WHEN claim.kind = 'current' THEN bookings.status
            WHEN slots.withdrawn_at IS NOT NULL THEN 'withdrawn'
            ELSE 'free'
        END
        UNION ALL
        SELECT 'slot ' || slot_id || ' is offered although it is held or withdrawn' FROM slot_offers
        JOIN slots ON slots.id = slot_id
        WHERE settled_at IS NULL AND expires_at > :now AND slots.status <> 'free'
        UNION ALL
        SELECT 'candidate ' || candidate_id || ' has a booking and an offer' FROM slot_offers JOIN active USING (candidate_id)
        WHERE settled_at IS NULL
        UNION ALL
        SELECT 'slot ' || claim.slot_id || ' is wanted without a wish' FROM slot_claims AS claim
        WHERE claim.kind = 'wanted' AND NOT EXISTS (
            SELECT FROM reschedule_requests AS wish WHERE wish.booking_id = claim.booking_id AND settled_at IS NULL
        )
        UNION ALL
        SELECT 'a wish of booking ' || wish.booking_id || ' is open although it moved or is over'
        FROM reschedule_requests AS wish LEFT JOIN active ON active.id = wish.booking_id
        WHERE settled_at IS NULL AND active.revision IS DISTINCT FROM wish.revision
        UNION ALL
        SELECT 'slot ' || proposal.slot_id || ' is ticked for a booking that moved or is over'
        FROM slot_proposals AS proposal LEFT JOIN active ON active.id = proposal.booking_id
        WHERE active.revision IS DISTINCT FROM proposal.revision
        UNION ALL
        SELECT 'the history of booking ' || bookings.id || ' does not end with what it is' FROM bookings
        WHERE (bookings.slot_id, bookings.status, bookings.revision) IS DISTINCT FROM (
            SELECT (event.slot_id, event.status, event.revision) FROM booking_events AS event
            WHERE event.booking_id = bookings.id ORDER BY event.id DESC LIMIT 1
        )
    ) AS found (what)
"""

SLOT = "SELECT withdrawn_at IS NOT NULL AS withdrawn, recruiter_id, city_id, starts_at FROM slots WHERE id = :slot"
RECRUITER = "SELECT active FROM recruiters WHERE id = :recruiter"
CITY = "SELECT active FROM cities WHERE id = :city"
SERVES = "SELECT count(*) > 0 FROM recruiter_cities WHERE (recruiter_id, city_id) = (:recruiter, :city)"
HOLDER = (
    "SELECT candidate_id FROM bookings JOIN slot_claims ON booking_id = bookings.id WHERE slot_claims.slot_id = :slot"
)
OFFERED = "SELECT candidate_id FROM slot_offers WHERE slot_id = :slot AND settled_at IS NULL AND expires_at > :now"
OTHER = "SELECT id FROM bookings WHERE candidate_id = :candidate AND ended_at IS NULL AND slot_id <> :slot"


async def facts_of(sessions: Sessions, slot: int, candidate: int, now: datetime) -> SlotFacts:
    """Return what the judgement should be made of."""
    async with sessions() as session:
        found = (await session.execute(text(SLOT), {"slot": slot})).one()

        async def ask(question: str, **values: Any) -> Any:
            return await session.scalar(text(question), values)

        place = {"recruiter": found.recruiter_id, "city": found.city_id}
        return SlotFacts(
            **found._asdict(),
            recruiter_active=await ask(RECRUITER, recruiter=found.recruiter_id),
            city_active=await ask(CITY, city=found.city_id),
            recruiter_serves_city=await ask(SERVES, **place),
            held_by=await ask(HOLDER, slot=slot),
            offered_to=await ask(OFFERED, slot=slot, now=now),
            other_active_booking=await ask(OTHER, candidate=candidate, slot=slot),
        )
