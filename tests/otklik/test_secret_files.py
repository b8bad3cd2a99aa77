"""Secrets that stand in files: read like variables, and a wrong file is one line."""

from pathlib import Path

import pytest

from otklik.addresses import spare_addresses
from otklik.crew import STANDIN_TOKEN, Crew
from otklik.embedded.postgres import Cluster
from otklik.errors import CannotStartError
from otklik.secret_files import LARGEST_BYTES, secret_names
from otklik.settings import Settings, load_settings

TOKEN = "123456:AAF-fake_fake_fake_fake_fake_fake_fak"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        for variable in (name.upper(), f"{name.upper()}_FILE"):
            monkeypatch.delenv(variable, raising=False)


def secret(folder: Path, content: str | bytes) -> str:
    path = folder / "secret"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def complaint() -> str:
    with pytest.raises(CannotStartError) as error:
        load_settings()
    return str(error.value)


def test_a_secret_is_read_from_the_file_that_its_variable_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TOKEN_FILE", secret(tmp_path, f"{TOKEN}\n"))
    settings = load_settings()
    assert settings.bot_token is not None
    assert settings.bot_token.get_secret_value() == TOKEN
    assert settings.is_explicit("bot_token")
    assert TOKEN in settings.secrets()
    assert TOKEN not in repr(settings)


def test_every_secret_may_come_from_a_file_and_nothing_else() -> None:
    names = set(secret_names(Settings.model_fields))
    assert {"bot_token", "database_url", "database_password", "payload_key", "webhook_secret"} <= names
    assert {"temporal_api_key", "temporal_tls_client_key_data"} <= names
    assert not {"api_host", "temporal_address", "telegram_api_base", "temporal_tls_client_key_path"} & names


@pytest.mark.parametrize(
    ("content", "reason"),
    [(" \n", "is empty"), (b"\xff\xfe", "is not text"), ("x" * (LARGEST_BYTES + 1), "is larger than any secret")],
)
def test_a_wrong_file_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | bytes, reason: str
) -> None:
    path = secret(tmp_path, content)
    monkeypatch.setenv("PAYLOAD_KEY_FILE", path)
    assert complaint() == f"PAYLOAD_KEY_FILE is wrong: {path} {reason}."


def test_a_file_that_is_not_there_or_a_folder_is_one_line_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("PAYLOAD_KEY_FILE", str(tmp_path))
    assert complaint().splitlines() == [
        f"BOT_TOKEN_FILE is wrong: {tmp_path / 'none'} cannot be read: No such file or directory.",
        f"PAYLOAD_KEY_FILE is wrong: {tmp_path} cannot be read: Is a directory.",
    ]


def test_what_stands_in_a_file_is_checked_and_not_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN_FILE", secret(tmp_path, "hunter2"))
    said = complaint()
    assert said.startswith("BOT_TOKEN is wrong: it does not look like")
    assert "hunter2" not in said


def test_a_secret_given_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN_FILE", secret(tmp_path, TOKEN))
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    assert complaint() == "BOT_TOKEN_FILE is wrong: BOT_TOKEN is set too; leave one of them out."


def test_an_address_without_a_password_gets_it_from_its_own_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD_FILE", secret(tmp_path, "p@ss/w:rd\n"))
    assert complaint().startswith("DATABASE_URL is missing")
    monkeypatch.setenv("DATABASE_URL", "postgresql://otklik@postgres:5432/otklik")
    url = load_settings().database_url
    assert url is not None
    assert url.get_secret_value() == "postgresql+asyncpg://otklik:p%40ss%2Fw%3Ard@postgres:5432/otklik"


@pytest.mark.parametrize(
    ("address", "reason"),
    [("postgresql://u:other@h/d", "it has a password"), ("postgresql://h/d", "it names no user")],
)
def test_a_password_has_to_fit_its_address(monkeypatch: pytest.MonkeyPatch, address: str, reason: str) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", "word")
    monkeypatch.setenv("DATABASE_URL", address)
    assert complaint().startswith(f"DATABASE_URL is wrong: {reason}")


def test_a_version_of_the_workers_is_a_name_and_a_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKER_DEPLOYMENT", "otklik")
    assert complaint() == "WORKER_DEPLOYMENT and WORKER_BUILD_ID go together: set both or none."
    monkeypatch.setenv("WORKER_BUILD_ID", "0.1.0")
    assert load_settings().worker_build_id == "0.1.0"
    monkeypatch.setenv("WORKER_DEPLOYMENT", "otklik.one")
    assert complaint().startswith("WORKER_DEPLOYMENT is wrong")


def test_the_embedded_parts_do_not_read_secrets_meant_for_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TOKEN_FILE", secret(tmp_path, TOKEN))
    monkeypatch.setenv("DATABASE_PASSWORD_FILE", secret(tmp_path, "word"))
    embedded = Settings.model_construct(**{name: field.default for name, field in Settings.model_fields.items()})
    crew = Crew(embedded, spare_addresses(), Cluster(tmp_path, tmp_path), colours=False)
    told = crew.environment()
    assert told["BOT_TOKEN"] == STANDIN_TOKEN
    assert (told["BOT_TOKEN_FILE"], told["DATABASE_PASSWORD"], told["DATABASE_PASSWORD_FILE"]) == ("", "", "")
