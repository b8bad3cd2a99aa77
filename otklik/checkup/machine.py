"""What is asked of this machine: room on the disk of the embedded servers, and Telegram's clock beside ours."""

import asyncio
import shutil
from collections.abc import Sequence
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from otklik.checkup.diagnosis import Diagnosis, failure, ok, skipped, warning
from otklik.checkup.patient import Patient, bot_of
from otklik.clock import now

SKEW = timedelta(seconds=2)
WHOLE_SECONDS = timedelta(seconds=1)  # the header of an answer tells no more
PATIENCE = ClientTimeout(total=5)
GIGABYTE = 1_000_000_000
LITTLE, TOO_LITTLE = 2 * GIGABYTE, GIGABYTE // 5


async def check_telegrams_clock(patient: Patient) -> Sequence[Diagnosis]:
    """Compare the clock of this machine with that of the Bot API's server: certificates and reminders need it."""
    name, bot = "telegram clock", bot_of(patient)
    server = bot.session.api.base.partition("/bot")[0]
    try:
        async with ClientSession(timeout=PATIENCE) as session:
            before = now()
            async with session.head(server) as answer:
                after = now()
                told = answer.headers.get("Date")
    except (ClientError, TimeoutError) as error:
        return [skipped(name, f"it tells no time ({type(error).__name__})")]
    if told is None:
        return [skipped(name, "it tells no time")]
    theirs = parsedate_to_datetime(told)
    skew = max(theirs - after, before - theirs - WHOLE_SECONDS, timedelta())
    if skew > SKEW:
        what = f"Telegram's clock is {skew.total_seconds():.0f} s away from ours"
        return [warning(name, what, "let this machine keep time with NTP")]
    return [ok(name, "it agrees with ours")]


async def check_disk(patient: Patient) -> Sequence[Diagnosis]:
    """Tell whether the embedded servers, if there are any, still have room."""
    name, folder = "disk", patient.settings.data_dir
    if not await asyncio.to_thread(folder.exists):
        return [skipped(name, f"nothing is kept in {folder}")]
    return [_judge(name, folder, shutil.disk_usage(folder).free)]


def _judge(name: str, folder: Path, free: int) -> Diagnosis:
    what = f"{free / GIGABYTE:.1f} GB are free for {folder}"
    if free < TOO_LITTLE:
        return failure(name, what, "make room now: the database stops when it is full")
    return warning(name, what, "make room") if free < LITTLE else ok(name, what)
