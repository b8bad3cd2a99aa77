"""The running API against its own description: thousands of calls, sensible and senseless, and none of them a surprise.

Schemathesis makes the calls out of the description: the boundaries of every value, wrong types, missing fields, and
each call again without a token and with a wrong one.
"""

import asyncio
import contextlib
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from database.engine import DatabaseSettings, build_engine, build_sessions
from database.office.tokens import issue_token
from database.tables import Role
from otklik.embedded.http_probe import answer_of
from otklik.embedded.ports import free_ports
from otklik.processes.seed import sample_data
from otklik.settings import Settings, environment_with

PLENTY = "1000000/second"
CASES_PER_CALL = 2
CASES = re.compile(r"(\d[\d,]*) generated")
# Any method beside the documented ones is answered by the framework; what a random body means is not in a schema.
LEFT_OUT = "unsupported_method,positive_data_acceptance,allow_header_conformance,response_headers_conformance"


@pytest.fixture
async def running_api(tmp_path: Path, database_url: str, temporal_address: str) -> AsyncIterator[tuple[str, str]]:
    """Address of the real process with sample data behind it, and the token of an admin."""
    engine = build_engine(DatabaseSettings(database_url, pool_size=2))
    await sample_data(engine)
    async with build_sessions(engine).begin() as session:
        token = await issue_token(session, name="Ada", role=Role.ADMIN, expires_at=None)
    await engine.dispose()
    (port,) = free_ports(1)
    unset = dict.fromkeys((name.upper() for name in Settings.model_fields), "")
    rates = dict.fromkeys(("API_RATE_PER_TOKEN", "API_RATE_PER_ADDRESS", "API_FAILURES_PER_ADDRESS"), PLENTY)
    environment = environment_with(
        **unset
        | rates
        | {
            "DATA_DIR": str(tmp_path),
            "DATABASE_URL": database_url,
            "TEMPORAL_ADDRESS": temporal_address,
            "PAYLOAD_KEY": "A" * 43 + "=",
            "API_PORT": str(port),
        }
    )
    log = (tmp_path / "api.log").open("w")
    command = [sys.executable, "-m", "otklik", "api"]
    process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=STDOUT, stdin=DEVNULL, env=environment)
    try:
        async with asyncio.timeout(60):
            while await answer_of(port, "/readyz") is None:
                await asyncio.sleep(0.1)
        yield f"http://127.0.0.1:{port}", token.secret
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
        log.close()


@pytest.mark.timeout(800)
async def test_whatever_is_sent_the_api_answers_as_it_describes_itself(
    running_api: tuple[str, str], tmp_path: Path
) -> None:
    url, secret = running_api
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{url}/openapi.json"),
        *("--url", url, "-H", f"Authorization:Bearer {secret}", "--include-path-regex", "^/api/"),
        *("--max-examples", str(CASES_PER_CALL), "--phases", "examples,coverage,fuzzing", "--seed", "1"),
        *("--exclude-checks", LEFT_OUT, "--suppress-health-check", "all", "--continue-on-failure"),
        *("--report-dir", str(tmp_path), "--no-color", "--generation-database", ":memory:", "--warnings", "off"),
    ]
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=STDOUT, cwd=tmp_path)
    out, _ = await process.communicate()
    said = out.decode()
    assert process.returncode == 0, said + (tmp_path / "api.log").read_text()[-4000:]
    counted = CASES.search(said)
    assert counted is not None, said
    assert int(counted[1].replace(",", "")) > 3000
    assert "Traceback" not in (tmp_path / "api.log").read_text()
