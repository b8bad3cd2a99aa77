import json
import logging
import warnings
from collections.abc import Iterator

import pytest
import structlog
from opentelemetry import trace

from otklik.logs import configure_logs

TOKEN = "123456:AAF-fake_fake_fake_fake_fake_fake_fak"


@pytest.fixture(autouse=True)
def logging_left_as_found() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def fail(address: str) -> None:
    raise RuntimeError(address)


def test_json_lines_carry_the_fields(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json", "info")
    structlog.get_logger("journeys").info("slot reserved", journey="journey-42", slot=7)
    line = json.loads(capsys.readouterr().out)
    assert (line["event"], line["journey"], line["slot"], line["level"]) == ("slot reserved", "journey-42", 7, "info")
    assert line["timestamp"].endswith("Z")


def test_the_standard_librarys_logging_takes_the_same_way(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json", "info")
    logging.getLogger("temporalio.worker").warning("poll %s failed", 3, extra={"queue": "journeys"})
    line = json.loads(capsys.readouterr().out)
    assert (line["event"], line["queue"], line["logger"]) == ("poll 3 failed", "journeys", "temporalio.worker")


def test_console_lines_are_readable_and_without_colours(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("console", "info")
    structlog.get_logger("journeys").info("slot reserved", slot=7)
    line = capsys.readouterr().out
    assert "slot reserved" in line
    assert "slot=7" in line
    assert "\x1b" not in line


@pytest.mark.parametrize("form", ["json", "console"])
def test_no_secret_reaches_a_line_not_even_in_a_traceback(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json" if form == "json" else "console", "info", secrets=["very secret"])
    address = f"https://api.telegram.org/bot{TOKEN}/getMe of postgresql://otklik:hunter2@db/otklik"
    try:
        fail(address)
    except RuntimeError:
        logging.getLogger("aiogram").exception("a very secret failure")
    written = capsys.readouterr().out
    assert "RuntimeError" in written
    for secret in (TOKEN, "hunter2", "very secret"):
        assert secret not in written


def test_the_level_is_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json", "warning")
    structlog.get_logger("journeys").info("nobody asked")
    assert capsys.readouterr().out == ""


def test_warnings_are_logged(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json", "info")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn("old ways", stacklevel=1)
    assert "old ways" in capsys.readouterr().out


def test_what_errors_quote_of_people_stays_out(capsys: pytest.CaptureFixture[str]) -> None:
    quotations = (
        'IntegrityError: duplicate key\nDETAIL:  Failing row contains (1, "Анна").',
        "StatementError: oops\n[parameters: ('Анна',)]",
        "ValidationError: name\n  wrong [type=string_type, input_value='Анна, дом', input_type=str]",
    )
    for form in ("json", "console"):
        configure_logs("json" if form == "json" else "console", "info")
        for quotation in quotations:
            structlog.get_logger("inbox").warning("an update failed", error=quotation)
            try:
                fail(quotation)
            except RuntimeError:
                structlog.get_logger("inbox").exception("an update failed")
    written = capsys.readouterr().out
    assert "Анна" not in written
    assert written.count("an update failed") == 12
    assert "duplicate key" in written


def test_what_temporal_logs_names_the_journey_as_all_lines_do(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json", "info")
    about = {"workflow_id": "journey-42", "run_id": "r", "namespace": "default"}
    logging.getLogger("temporalio.workflow").warning("gave up on a letter", extra={"temporal_workflow": about})
    line = json.loads(capsys.readouterr().out)
    assert line["journey"] == "journey-42"
    assert "temporal_workflow" not in line


def test_a_line_within_a_trace_names_it(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json", "info")
    span = trace.NonRecordingSpan(trace.SpanContext(0xABC, 0xDEF, is_remote=False))
    with trace.use_span(span):
        structlog.get_logger("inbox").info("within")
    structlog.get_logger("inbox").info("without")
    within, without = map(json.loads, capsys.readouterr().out.splitlines())
    assert within["trace_id"] == f"{0xABC:032x}"
    assert "trace_id" not in without
