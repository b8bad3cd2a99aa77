"""What is asked of the database: clocks, the inbox, and whether a newcomer finds a Test1, a city and a recruiter."""

from collections.abc import Sequence
from datetime import timedelta
from importlib.metadata import version

from sqlalchemy import text

from database.checkup import cities_in_need
from database.engine import build_sessions
from database.inbox import lag
from database.screening.test1 import current_questionnaire
from database.slots.zones import shifted_slots
from otklik.checkup.diagnosis import Diagnosis, failure, ok, warning
from otklik.checkup.patient import Patient, engine_of
from otklik.clock import now

SKEW = timedelta(seconds=2)
WAITS_LONG = timedelta(minutes=1)
WAITS_TOO_LONG = timedelta(minutes=10)


async def check_clock(patient: Patient) -> Sequence[Diagnosis]:
    """Compare the clock of this machine with PostgreSQL's."""
    name = "clock"
    async with engine_of(patient).connect() as connection:
        await connection.execute(text("SELECT 1"))
        before = now()
        theirs = (await connection.execute(text("SELECT clock_timestamp()"))).scalar_one()
        after = now()
    skew = max(theirs - after, before - theirs, timedelta())
    if skew > SKEW:
        what = f"PostgreSQL's clock is {skew.total_seconds():.0f} s away from ours"
        return [warning(name, what, "let both machines keep time with NTP")]
    return [ok(name, "PostgreSQL's clock agrees with ours")]


async def check_inbox(patient: Patient) -> Sequence[Diagnosis]:
    """Tell whether what people press and write is handled at once, and what could not be handled at all."""
    name = "inbox"
    async with build_sessions(engine_of(patient))() as session:
        behind = await lag(session)
    found = []
    waited = timedelta() if behind.oldest is None else patient.asked_at - behind.oldest
    if waited > WAITS_LONG:
        level = failure if waited > WAITS_TOO_LONG else warning
        what = f"{behind.waiting} updates wait, the oldest for {waited // timedelta(seconds=1)} s"
        found.append(level(name, what, "is `otklik bot` running? Its log says what fails"))
    if behind.parked:
        what = f"{behind.parked} updates failed too often and are parked"
        look = "their last_error in telegram_updates says why; `UPDATE … SET status = 'new', attempts = 0` tries again"
        found.append(warning(name, what, look))
    return found or [ok(name, "nothing waits")]


async def check_offer(patient: Patient) -> Sequence[Diagnosis]:
    """Tell whether a newcomer finds what the bot needs to serve them."""
    async with build_sessions(engine_of(patient))() as session:
        questionnaire = await current_questionnaire(session)
        cities = await cities_in_need(session)
    found = []
    if questionnaire is None:
        found.append(failure("test1", "no questionnaire is published: nobody can begin", "run `otklik migrate`"))
    else:
        found.append(ok("test1", f"{len(questionnaire.questions)} questions"))
    if not cities.active:
        found.append(failure("cities", "there is no active city", "add one with the API, or run `otklik seed`"))
    serve, contact = "let one serve it, or switch it off", "give it, or the company, a contact link"
    for names, lack, advice in (
        (cities.without_recruiter, "no active recruiter", serve),
        (cities.without_contact, "no human to write to", contact),
    ):
        if names:
            found.append(warning("cities", f"{', '.join(names)}: {lack}", advice))
    if cities.active and not cities.without_recruiter and not cities.without_contact:
        found.append(ok("cities", f"{cities.active} active, each with a recruiter and a contact"))
    return found


async def check_zones(patient: Patient) -> Sequence[Diagnosis]:
    """Tell with which zone data times are shown, and whether they moved a promised time."""
    name = "zones"
    async with build_sessions(engine_of(patient))() as session:
        shifted = await shifted_slots(session, now=patient.asked_at)
    if shifted:
        what = f"the zone data ({version('tzdata')}) moved the wall time of {len(shifted)} slots"
        return [warning(name, what, "`otklik zones` lists them")]
    return [ok(name, f"zone data {version('tzdata')}")]
