"""The judgement in PostgreSQL is the judgement of the domain: compared over all combinations of what can be in the way."""

import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import text

from domain.ids import BookingId, CandidateId, CityId, RecruiterId
from domain.reservation import Pick, ReservationOutcome, SlotFacts, judge_reservation
from tests.database.world import HOUR, NOW, World

ME, SOMEBODY = CandidateId(1), CandidateId(2)
MARIA, ILYA = RecruiterId(10), RecruiterId(11)
KAZAN, OMSK = CityId(20), CityId(21)
NOTICE = HOUR
EITHER = (True, False)
ANYBODY = (None, ME, SOMEBODY)

VERDICTS = text("""
    SELECT reservation_verdict(
        withdrawn, recruiter_id, recruiter_active, recruiter_serves_city, city_id, city_active, starts_at,
        held_by, offered_to, other_active_booking, :me, :recruiter, :city, :earliest
    )
    FROM jsonb_to_recordset(cast(:slots AS jsonb)) AS slot (
        place int, withdrawn boolean, recruiter_id bigint, recruiter_active boolean, recruiter_serves_city boolean,
        city_id bigint, city_active boolean, starts_at timestamptz,
        held_by bigint, offered_to bigint, other_active_booking bigint
    )
    ORDER BY place
""")


CHOICES: dict[str, tuple[Any, ...]] = {
    "withdrawn": EITHER,
    "recruiter_id": (MARIA, ILYA),
    "recruiter_active": EITHER,
    "recruiter_serves_city": EITHER,
    "city_id": (KAZAN, OMSK),
    "city_active": EITHER,
    "starts_at": (NOW + NOTICE - timedelta(microseconds=1), NOW + NOTICE),
    "held_by": ANYBODY,
    "offered_to": ANYBODY,
    "other_active_booking": (None, BookingId(7)),
}


def all_slots() -> Iterator[SlotFacts]:
    """Yield every combination of the facts that the judgement looks at."""
    for facts in product(*CHOICES.values()):
        yield SlotFacts(**dict(zip(CHOICES, facts, strict=True)))


def row(place: int, slot: SlotFacts | None) -> dict[str, Any]:
    """Return the facts as JSON; of a slot that does not exist nothing is known."""
    facts = {} if slot is None else asdict(slot)
    return {
        "place": place,
        **{name: fact.isoformat() if isinstance(fact, datetime) else fact for name, fact in facts.items()},
    }


async def test_every_fact_of_a_slot_is_compared() -> None:
    assert set(CHOICES) == {field.name for field in fields(SlotFacts)}


@pytest.mark.parametrize("expected_recruiter", [None, MARIA])
async def test_the_database_judges_as_the_domain_does(world: World, expected_recruiter: RecruiterId | None) -> None:
    pick = Pick(
        candidate_id=ME,
        expected_recruiter_id=expected_recruiter,
        expected_city_id=KAZAN,
        now=NOW,
        minimum_notice=NOTICE,
    )
    slots = [None, *all_slots()]
    rows = json.dumps([row(place, slot) for place, slot in enumerate(slots)])
    believed = {"me": ME, "recruiter": expected_recruiter, "city": KAZAN, "earliest": NOW + NOTICE}
    async with world.sessions() as session:
        judged = list(await session.scalars(VERDICTS, {"slots": rows, **believed}))
    assert judged == [judge_reservation(pick, slot) for slot in slots]
    possible = set(ReservationOutcome) - (set() if expected_recruiter else {ReservationOutcome.WRONG_RECRUITER})
    assert set(judged) == possible
