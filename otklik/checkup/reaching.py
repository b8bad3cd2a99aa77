"""The first three checks: the database, Temporal, Telegram. What they reach, the others ask."""

from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.service import RPCError, RPCStatusCode

from bot.telegram import build_bot
from database.engine import build_engine
from migrations.revisions import current, head, is_behind
from otklik.checkup.diagnosis import Diagnosis, failure, ok, skipped
from otklik.checkup.patient import Patient
from otklik.codec import EncryptionCodec
from otklik.crew import STANDIN_TOKEN
from otklik.errors import CannotStartError
from otklik.processes.patience import first_line
from otklik.processes.servers import codec_on, database_settings, temporal_address
from otklik.processes.telegram import api_base, bot_token
from otklik.running import find_running
from otklik.temporal_settings import temporal_settings
from workflows.connection import connect


async def reach_database(patient: Patient) -> Sequence[Diagnosis]:
    """Tell whether the database answers and is at the revision of this program."""
    name = "database"
    try:
        where = database_settings(patient.settings)
        found, newest = await current(where.url), head()
    except CannotStartError as error:
        return [failure(name, str(error), "set DATABASE_URL, or start `otklik up`")]
    except (OSError, SQLAlchemyError) as error:
        return [failure(name, f"PostgreSQL does not answer ({first_line(error)})", "start it, or correct DATABASE_URL")]
    if is_behind(found):
        return [failure(name, f"it is at revision {found}, not {newest}", "run `otklik migrate`")]
    patient.engine = build_engine(where)
    return [ok(name, f"PostgreSQL answers, at revision {found}")]


async def reach_temporal(patient: Patient) -> Sequence[Diagnosis]:
    """Tell whether Temporal answers and knows our namespace."""
    name = "temporal"
    try:
        where = temporal_settings(patient.settings, temporal_address(patient.settings))
    except CannotStartError as error:
        return [failure(name, str(error), "correct the settings, or start `otklik up`")]
    try:
        client = await connect(where, _codec(patient))
        asked = DescribeNamespaceRequest(namespace=client.namespace)
        await client.workflow_service.describe_namespace(asked)
    except (OSError, RuntimeError) as error:
        return [failure(name, f"{where.address} does not answer ({first_line(error)})", "start Temporal there")]
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            create = f"run `temporal operator namespace create -n {where.namespace} --retention 30d`"
            return [failure(name, f"there is no namespace {where.namespace}", create)]
        return [failure(name, f"{where.address} refuses us ({error.message})", "look at TEMPORAL_API_KEY and TLS")]
    patient.client = client
    return [ok(name, f"{where.address} answers, namespace {where.namespace}")]


def _codec(patient: Patient) -> EncryptionCodec | None:
    """Return what reads payloads; everything else can be looked at without."""
    try:
        patient.for_keys = build_engine(database_settings(patient.settings))
        return codec_on(patient.for_keys, patient.settings)
    except CannotStartError as error:
        patient.without_key = str(error)
        return None


async def reach_telegram(patient: Patient) -> Sequence[Diagnosis]:
    """Note how the bot is reached; whether it answers is the matter of a check of its own."""
    settings = patient.settings
    running = find_running(settings.data_dir)
    if settings.bot_token is None and running is not None and running.page is not None:
        patient.bot = build_bot(STANDIN_TOKEN, running.page)
        return []
    try:
        patient.bot = build_bot(bot_token(settings), api_base(settings))
    except CannotStartError as error:
        return [skipped("telegram", str(error))]
    return []
