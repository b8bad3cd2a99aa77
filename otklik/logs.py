"""Structured logs: readable on a console, JSON elsewhere, and no secret in either."""

import logging
import re
import sys
from collections.abc import Sequence
from typing import Literal

import structlog
from opentelemetry import trace
from structlog.types import EventDict, Processor, WrappedLogger
from temporalio import activity, workflow

from otklik.log_context import journey_in
from otklik.quotations import without_quotations

# A bot's token anywhere (it is part of every Bot API address), and the password of any address.
BOT_TOKEN = re.compile(r"(?<!\d)\d{3,}:[A-Za-z0-9_-]{20,}")
PASSWORD = re.compile(r"(://[^/@:\s]*:)[^@/\s]+@")
MASK = "***"
# These speak of every request, every update or every look at the revision.
TALKATIVE = ("uvicorn.access", "uvicorn.error", "aiogram.event", "aiohttp.access", "alembic.runtime.migration")

CORE_FIELDS = ("run_id", "workflow_id", "workflow_type", "task_queue")

# Local variables hold people's names and words.
WITHOUT_LOCALS = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)

LogFormat = Literal["console", "json"]


def configure_logs(form: LogFormat, level: str, *, colours: bool = False, secrets: Sequence[str] = ()) -> None:
    """Send structlog and the standard library's logging, warnings included, to standard output in one form."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        name_the_journey,
        take_from_the_core,
        name_the_trace,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="%H:%M:%S" if form == "console" else "iso", utc=form == "json"),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_rendering(form, colours=colours),
                Masking(secrets),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    logging.captureWarnings(capture=True)
    # What they would repeat in every sentence is in the fields of the line already.
    workflow.logger.workflow_info_on_message = activity.logger.activity_info_on_message = False
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def name_the_journey(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Turn what Temporal's loggers tell of themselves into one field, the same as everywhere else."""
    journey = journey_in(line)
    for key in ("temporal_workflow", "temporal_activity"):
        line.pop(key, None)
    return line if journey is None else {**line, "journey": journey}


def take_from_the_core(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Keep of what Temporal's core has to say which run it speaks of: its other fields quote payloads and failures."""
    said = line.pop("temporal_log", None)
    return line if said is None else {**line, **{key: said.fields[key] for key in CORE_FIELDS if key in said.fields}}


def name_the_trace(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Say to which trace the line belongs, if it is written within one."""
    context = trace.get_current_span().get_span_context()
    if not context.is_valid:
        return line
    return {**line, "trace_id": trace.format_trace_id(context.trace_id)}


def leave_out_quotations(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Take out of every field, the exception included, what errors quote of people."""
    return {key: without_quotations(value) for key, value in line.items()}


class Masking:
    """The last processor: takes secrets out of the finished line."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._secrets = tuple(secret for secret in secrets if secret)

    def __call__(self, _logger: WrappedLogger, _method: str, line: EventDict | str) -> str:
        """Return the line with every known secret, bot token and password replaced."""
        text = str(line)
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return PASSWORD.sub(rf"\1{MASK}@", BOT_TOKEN.sub(MASK, text))


def _rendering(form: LogFormat, *, colours: bool) -> list[Processor]:
    if form == "json":
        return [
            structlog.processors.ExceptionRenderer(WITHOUT_LOCALS),
            leave_out_quotations,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    plain = structlog.dev.plain_traceback
    return [
        structlog.processors.ExceptionRenderer(),
        leave_out_quotations,
        structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=plain),
    ]
