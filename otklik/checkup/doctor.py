"""The examination: who can be reached, then everything else at once; each check has its time, and none can fail us."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from sqlalchemy.exc import SQLAlchemyError
from temporalio.service import RPCError

from otklik.checkup import machine, reaching, records, telegram, temporal
from otklik.checkup.diagnosis import Diagnosis, failure, skipped
from otklik.checkup.patient import NotReachedError, Patient
from otklik.processes.patience import first_line
from otklik.settings import Settings

SECONDS = 8.0  # for one check: whoever takes the connection and says nothing must not hold up the others
Check = Callable[[Patient], Awaitable[Sequence[Diagnosis]]]

FIRST: Mapping[str, Check] = {
    "database": reaching.reach_database,
    "temporal": reaching.reach_temporal,
    "telegram": reaching.reach_telegram,
}
CHECKS: Mapping[str, Check] = {
    "search attributes": temporal.check_attributes,
    "workers": temporal.check_workers,
    "schedules": temporal.check_schedules,
    "next actions": temporal.check_next_actions,
    "stuck workflows": temporal.check_stuck,
    "payload key": temporal.check_payloads,
    "telegram": telegram.check_bot,
    "updates": telegram.check_webhook,
    "inbox": records.check_inbox,
    "test1, cities": records.check_offer,
    "clock": records.check_clock,
    "telegram clock": machine.check_telegrams_clock,
    "zones": records.check_zones,
    "disk": machine.check_disk,
}


async def examine(settings: Settings, *, seconds: float = SECONDS) -> list[Diagnosis]:
    """Return what was found, in the order of the checks; nothing is changed anywhere."""
    patient = Patient(settings=settings)
    try:
        found = await _all(FIRST, patient, seconds)
        return found + await _all(CHECKS, patient, seconds)
    finally:
        for engine in (patient.engine, patient.for_keys):
            if engine is not None:
                await engine.dispose()
        if patient.bot is not None:
            await patient.bot.session.close()


async def _all(checks: Mapping[str, Check], patient: Patient, seconds: float) -> list[Diagnosis]:
    answers = await asyncio.gather(*(_ask(name, check, patient, seconds) for name, check in checks.items()))
    return [diagnosis for answer in answers for diagnosis in answer]


async def _ask(name: str, check: Check, patient: Patient, seconds: float) -> Sequence[Diagnosis]:
    try:
        async with asyncio.timeout(seconds):
            return await check(patient)
    except NotReachedError as error:
        return [skipped(name, str(error))]
    except TimeoutError:
        return [failure(name, f"no answer within {seconds:.0f} s", "somebody takes the connection and says nothing")]
    except (OSError, SQLAlchemyError, RPCError) as error:
        return [failure(name, f"it could not be looked at ({first_line(error)})", "look at the server's log")]
    except Exception as error:  # noqa: BLE001 - one check that breaks must not hide what the others found
        return [
            failure(name, f"the check itself broke ({type(error).__name__})", "this is a fault of Otklik: report it")
        ]
