import json
import logging
import warnings
from collections.abc import Iterator

import pytest
import structlog

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
