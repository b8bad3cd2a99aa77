import base64
from pathlib import Path

import pytest

from otklik.errors import CannotStartError
from otklik.processes.telegram import api_base, bot_token
from otklik.settings import Settings, load_settings
from otklik.settings_table import settings_table

TOKEN = "123456:AAF-fake_fake_fake_fake_fake_fake_fak"
KEY = base64.b64encode(bytes(32)).decode()


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def complaint(monkeypatch: pytest.MonkeyPatch, **variables: str) -> str:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(CannotStartError) as error:
        load_settings()
    return str(error.value)


def test_nothing_has_to_be_set() -> None:
    settings = load_settings()
    assert settings.data_dir == Path(".otklik")
    assert settings.api_port == 8000
    assert not settings.is_explicit("api_port")


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "")
    assert load_settings().bot_token is None


def test_a_port_from_the_environment_is_known_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_PORT", "8000")
    assert load_settings().is_explicit("api_port")


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("API_PORT", "many", "valid integer"),
        ("API_PORT", "70000", "65535"),
        ("BOT_TOKEN", "not-a-token", "BotFather"),
        ("DATABASE_URL", "mysql://host/db", "postgresql://"),
        ("DATABASE_URL", "postgresql://host", "names no database"),
        ("DATABASE_URL", "just words", "postgresql://"),
        ("PAYLOAD_KEY", "short", "openssl rand -base64 32"),
        ("PAYLOAD_KEY", base64.b64encode(bytes(16)).decode(), "16 bytes"),
        ("WEBHOOK_SECRET", "tiny", "16 to 256"),
        ("API_RATE_PER_TOKEN", "often", "600/minute"),
        ("LOG_FORMAT", "xml", "console"),
        ("TELEGRAM_API_BASE", "localhost", "URL"),
        ("TEMPORAL_TLS", "perhaps", "boolean"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, reason: str
) -> None:
    said = complaint(monkeypatch, **{variable: value})
    assert said.startswith(f"{variable} is wrong: ")
    assert reason in said
    assert "\n" not in said


def test_a_wrong_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = "postgresql+mysql://user:hunter2@host/db"
    assert "hunter2" not in complaint(monkeypatch, DATABASE_URL=wrong, PAYLOAD_KEY="hunter2")


def test_each_wrong_variable_has_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    said = complaint(monkeypatch, API_PORT="x", PAGE_PORT="y")
    assert [line.split()[0] for line in said.splitlines()] == ["API_PORT", "PAGE_PORT"]


def test_what_belongs_together_is_asked_for_together(monkeypatch: pytest.MonkeyPatch) -> None:
    assert complaint(monkeypatch, TELEGRAM_API_BASE="http://127.0.0.1:8081").startswith("BOT_TOKEN is missing")
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    assert complaint(monkeypatch, WEBHOOK_URL="https://otklik.example/hook").startswith("WEBHOOK_SECRET is missing")


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("postgres://u:p@h:5433/d", "postgresql+asyncpg://u:p@h:5433/d"),
        ("postgresql://u@h/d?sslmode=require", "postgresql+asyncpg://u@h/d?ssl=require"),
        ("postgresql://u@h/d?channel_binding=require&connect_timeout=5", "postgresql+asyncpg://u@h/d?timeout=5"),
        ("postgresql+asyncpg://u@/d?host=/run/pg", "postgresql+asyncpg://u@/d?host=/run/pg"),
    ],
)
def test_the_usual_ways_to_write_a_database_are_understood(
    monkeypatch: pytest.MonkeyPatch, written: str, understood: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", written)
    url = load_settings().database_url
    assert url is not None
    assert url.get_secret_value().replace("%2F", "/") == understood


def test_secrets_do_not_show_in_the_settings_words(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {"BOT_TOKEN": TOKEN, "DATABASE_URL": "postgresql://u:hunter2@h/d", "PAYLOAD_KEY": KEY}
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert "hunter2" not in f"{settings!r} {settings} {settings.model_dump()}"
    assert TOKEN not in f"{settings!r} {settings.model_dump_json()}"
    assert KEY not in f"{settings!r} {settings.model_dump_json()}"
    assert {TOKEN, KEY} <= set(settings.secrets())


def test_the_bot_api_base_has_no_slash_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_BASE", "http://127.0.0.1:8081")
    settings = load_settings()
    assert (bot_token(settings), api_base(settings)) == (TOKEN, "http://127.0.0.1:8081")


def test_a_bot_without_a_token_is_told_where_to_get_one() -> None:
    with pytest.raises(CannotStartError, match="BotFather"):
        bot_token(load_settings())


def test_colours_follow_the_usual_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().wants_colours(on_terminal=True)
    assert not load_settings().wants_colours(on_terminal=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert load_settings().wants_colours(on_terminal=False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not load_settings().wants_colours(on_terminal=True)


def test_every_setting_is_in_the_table_with_its_meaning() -> None:
    rows = settings_table().splitlines()[2:]
    assert [row.split("`")[1] for row in rows] == [name.upper() for name in Settings.model_fields]
    assert all(field.description for field in Settings.model_fields.values())
    assert all(row.count(" | ") == 2 for row in rows)


@pytest.mark.parametrize("door", ["OPEN_CODEC", "VIRTUAL_TIME"])
def test_doors_that_ask_for_no_token_are_not_opened_to_other_machines(
    monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    monkeypatch.setenv(door, "true")
    assert load_settings().api_host == "127.0.0.1"
    assert "ask for no token" in complaint(monkeypatch, API_HOST="192.0.2.1")
