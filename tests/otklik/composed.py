"""Reads docker-compose.yml and the Dockerfile as a container engine would, for tests on a machine that has none.

Of the Compose specification it knows what our file uses: merge keys, interpolation, secrets, commands and health checks.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = ROOT / "Dockerfile"
IMAGE = "otklik:latest"
SECRETS = "/run/secrets/"
PLACEHOLDER = re.compile(r"\$(?:(\$)|\{(\w+)(?:(:?[-?])([^}]*))?\})")

Json = dict[str, Any]


class MissingVariableError(Exception):
    """A variable that the file insists on is not set."""


def compose(variables: Mapping[str, str]) -> Json:
    """Return the file as the engine understands it with these variables."""
    found: Json = _interpolated(yaml.safe_load(COMPOSE.read_text()), variables)
    return found


def services_of_ours(file: Json) -> list[str]:
    """Return the services that run our own image, in the file's order."""
    return [name for name, service in file["services"].items() if service["image"] == IMAGE]


def start_order(file: Json) -> Iterator[list[str]]:
    """Yield those of our services that start together, each after all that it waits for."""
    ours = services_of_ours(file)
    started: set[str] = set(file["services"]) - set(ours)
    while waiting := [name for name in ours if name not in started]:
        ready = [name for name in waiting if set(file["services"][name]["depends_on"]) <= started]
        assert ready, f"these wait for each other: {waiting}"
        yield ready
        started.update(ready)


def environment(service: Json) -> dict[str, str]:
    """Return what a process of the service is told: by the image, and above that by the file."""
    told = dict(pair for words in instructions("ENV") for pair in re.findall(r"(\w+)=(\S+)", words))
    return told | {name: str(value) for name, value in service["environment"].items()}


def command(service: Json) -> list[str]:
    """Return the whole command line: the image's entry point with the service's command."""
    return [*json.loads(instructions("ENTRYPOINT")[-1]), *service["command"]]


def seconds(text: str) -> float:
    """Return a duration like 90s or 1m30s in seconds."""
    units = {"h": 3600, "m": 60, "s": 1}
    return sum(int(count) * units[unit] for count, unit in re.findall(r"(\d+)([hms])", text))


def instructions(name: str) -> list[str]:
    """Return what follows an instruction's name in the last stage of the Dockerfile, line ends joined."""
    lines = DOCKERFILE.read_text().replace("\\\n", " ").splitlines()
    last = max(number for number, line in enumerate(lines) if line.startswith("FROM "))
    return [line.removeprefix(name).strip() for line in lines[last:] if line.startswith(f"{name} ")]


def _interpolated(value: Any, variables: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _interpolated(each, variables) for key, each in value.items()}
    if isinstance(value, list):
        return [_interpolated(each, variables) for each in value]
    if not isinstance(value, str):
        return value
    return PLACEHOLDER.sub(lambda found: _value(found, variables), value)


def _value(found: re.Match[str], variables: Mapping[str, str]) -> str:
    escaped, name, how, word = found.groups()
    if escaped:
        return "$"
    value = variables.get(name)
    if value:
        return value
    if how == ":?":
        raise MissingVariableError(f"{name}: {word}")
    return word if how == ":-" else ""
