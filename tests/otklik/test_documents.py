"""Every line that a document tells people to type is run by a test, or judged by one where it needs what no test has."""

import re
from dataclasses import dataclass

import pytest

from tests.otklik.guides import Typed, blocks, documents, everything_typed, read
from tests.sources import ROOT

GUIDES = "tests/otklik/test_guides.py"
COMMANDS = "tests/otklik/test_documents_commands.py"
OPS_COMMANDS = "tests/otklik/test_ops_commands.py"
TWO_VERSIONS = "tests/otklik/test_two_versions.py"
# What no test has, and the words with which a document says so to whoever is about to type the line.
NEEDS = {
    "engine": "needs a Docker engine",
    "cluster": "needs a Kubernetes cluster",
    "account": "a Telegram account",
    "host": "for this machine only",
    "program": "program `temporal` is Temporal's own",
    "macos": "macOS",
    "index": "asks the package index",
    "hour": "make proof",
}


@dataclass(frozen=True, kw_only=True)
class Run:
    """Which test runs the lines that begin so, the words by which it does, and what it has not got: then it judges them."""

    begins: str
    test: str
    by: str
    needs: str = ""
    document: str = ""  # only the blocks of this one


def run(begins: str, test: str, by: str, needs: str = "") -> Run:
    return Run(begins=begins, test=test, by=by, needs=needs)


def block(document: str, test: str, by: str, begins: str = "") -> Run:
    return Run(begins=begins, test=test, by=by, document=document)


# The first that fits a line holds for it.
RUNS = (
    block("docs/admin.md", "tests/otklik/test_admin_guide.py", 'shell.run(step["lines"]'),
    block("docs/webhooks.md", "tests/domain/test_webhooks_page.py", "exec(example[1], names)"),
    block("docs/ops.md", "tests/otklik/test_ops_guide.py", "list_workflows(query)", r"(WorkflowType|City) = "),
    block("docs/observability.md", "tests/otklik/test_observed.py", '"HandleUpdate"', r"otklik-(bot|worker) "),
    block("docs/upgrading.md", "tests/otklik/later_journey.py", 'patched("stand-after-congratulation")', r"(if|\.\.\.) "),
    block("docs/upgrading.md", "tests/otklik/test_secret_files.py", 'setenv("WORKER_BUILD_ID"', r"WORKER_"),
    run(r"printf %s .* > secrets/bot_token", COMMANDS, "SECRETS_MADE", "account"),
    run(r"(mkdir|openssl|chmod|echo) ", COMMANDS, "SECRETS_MADE"),
    run(r"kubectl ", GUIDES, "def test_the_cluster_has_all_that_is_named", "cluster"),
    run(r"(for each in|done)", OPS_COMMANDS, "house.shell(back_up)"),
    run(r"docker compose exec -T postgres pg_dump", OPS_COMMANDS, "house.shell(back_up)", "engine"),
    run(r"docker compose (exec -T|run --rm (bot|migrate)|stop)", OPS_COMMANDS, "house.shell(today)", "engine"),
    run(r"docker compose ", GUIDES, "def test_compose_knows_the_services", "engine"),
    run(r"pg_dump ", "tests/otklik/test_backups.py", 'client_program("pg_dump"'),
    run(r"VACUUM", "tests/otklik/test_erased_for_good.py", '"VACUUM (FULL, ANALYZE)"'),
    run(r"temporal worker deployment set-current-version", TWO_VERSIONS, "fleet.make_current("),
    run(r"temporal workflow update-options .* pinned ", TWO_VERSIONS, "{HOLD_BACK}"),
    run(r"temporal workflow update-options .* unspecified", TWO_VERSIONS, "{LET_GO}"),
    run(r"temporal ", GUIDES, "def test_the_temporal_program_knows_every_flag", "program"),
    run(r"--query ", GUIDES, 'said_by_temporal("workflow", "update-options", "--help")', "program"),
    run(r"otklik migrate \|", COMMANDS, "def test_each_process_that_starts_alone_is_a_command"),
    run(r"otklik doctor", OPS_COMMANDS, 'run("doctor"'),
    run(r"otklik reconcile", OPS_COMMANDS, "house.shell(today)"),
    run(r"otklik keys", OPS_COMMANDS, '"otklik keys && otklik keys rewrap"'),
    run(r"otklik erase", "tests/otklik/test_backups.py", 'run("erase"'),
    run(r"otklik migrate", "tests/otklik/test_processes.py", 'run("migrate"'),
    run(r"otklik token", "tests/otklik/test_processes.py", 'run("token"'),
    run(r"otklik (worker|bot|api|announce)", "tests/otklik/test_compose_running.py", "self.here(word, ports)"),
    run(r"otklik --help", "tests/otklik/test_processes.py", 'run("--help"'),
    run(r"otklik up", "tests/otklik/test_up.py", '"otklik", "up"'),
    run(r"otklik demo", "tests/proof/test_demo.py", '"otklik", "demo"'),
    run(r"otklik chaos", "tests/proof/test_chaos.py", '"otklik", "chaos"'),
    run(r"otklik soak", "tests/proof/test_soak.py", '"otklik", "soak"'),
    run(r"otklik zones", "tests/otklik/test_zones.py", 'run("zones"'),
    run(r"make( |$)lock", COMMANDS, "def test_the_locks_are_made_with_options_that_uv_knows", "index"),
    run(r"make( |$)", COMMANDS, "def test_make_has_what_is_named"),
    run(r"(\.venv/bin/)?python -m bench( |$)", "tests/bench/test_benchmarks.py", '*RUN, "press", "--quick"'),
    run(r"(\.venv/bin/)?python -X importtime", COMMANDS, "def test_the_time_of_loading_is_written_down"),
    run(r"python -m tests\.workflows\.(matrix|recordings|fingerprints)", COMMANDS, "def test_what_is_written_by"),
    run(r"python -m tests\.domain\.events", COMMANDS, "def test_what_is_written_by"),
    run(r"python -m tests\.(doors|workflows\.(generated|long_lives))", COMMANDS, "def test_a_long_proof_is_played_shortly"),
    run(r"--rounds N$", "tests/bench/test_benchmarks.py", 'benchmark("press", rounds=2)'),
    run(r"(python -m proof\.around_due|--rounds )", COMMANDS, "def test_a_proof_takes_the_arguments", "hour"),
    run(r"pytest ", COMMANDS, "def test_the_tests_that_are_named_are_collected"),
    run(r"date -u -d", GUIDES, "def test_the_dates_that_queries_need"),
    run(r"date -u -v", GUIDES, "date -u -d", "macos"),
    run(r"ssh -L", GUIDES, "def test_the_tunnel_leads_to_the_ports", "host"),
)  # fmt: skip
A_COMMENT = re.compile(r"-- safe: ")  # of an SQL statement, quoted


def fits(each: Run, typed: Typed) -> bool:
    if each.document:
        return bool(typed.document == each.document and typed.block and re.match(each.begins, typed.line))
    return re.match(each.begins, typed.line) is not None


def run_of(typed: Typed) -> Run | None:
    return next((each for each in RUNS if fits(each, typed)), None)


def everything_to_run() -> list[Typed]:
    return [each for each in everything_typed() if not A_COMMENT.match(each.line)]


def test_for_everything_that_is_typed_there_is_a_test() -> None:
    assert [str(each) for each in everything_to_run() if run_of(each) is None] == []


@pytest.mark.parametrize("each", RUNS, ids=lambda each: each.begins or each.document)
def test_that_test_does_it_and_somebody_is_told_to(each: Run) -> None:
    assert each.by in (ROOT / each.test).read_text(encoding="utf-8"), f"{each.test} does not run it any more"
    assert any(run_of(typed) is each for typed in everything_to_run()), "no document says so any more"


@pytest.mark.parametrize("document", documents())
def test_a_document_says_beforehand_what_a_line_needs_that_not_everybody_has(document: str) -> None:
    text = " ".join(read(document).split())
    for typed in everything_to_run():
        found = run_of(typed)
        if typed.document != document or found is None or not found.needs:
            continue
        assert NEEDS[found.needs] in text, f"{typed}\nsay that it {NEEDS[found.needs]!r}"


def test_the_blocks_are_found() -> None:
    """The gate is alive: what is not found cannot be missed."""
    assert len({each.block for each in blocks()}) >= 40
    assert len({each.document for each in everything_typed()}) >= 15
