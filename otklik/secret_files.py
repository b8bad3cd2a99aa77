"""Secrets by file: `BOT_TOKEN_FILE` names the file that holds `BOT_TOKEN`, and so on for every secret.

An orchestrator lays them there for one process to read; what is in a file shows in no list of variables.
"""

from pathlib import Path
from typing import Any, get_args

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import EnvSettingsSource

from otklik.errors import CannotStartError

SUFFIX = "_FILE"
LARGEST_BYTES = 64 * 1024  # a key or a certificate; whoever names a larger file has named another one


class SecretFiles(EnvSettingsSource):
    """Gives the settings what stands in the files that the environment names; its own `__call__` is all it does."""

    def __call__(self) -> dict[str, Any]:
        """Return each secret by its field's name; raise `CannotStartError` with one line per wrong file."""
        found: dict[str, str] = {}
        wrong: list[str] = []
        for name in secret_names(self.settings_cls.model_fields):
            path = self.env_vars.get(f"{name}{SUFFIX}".lower())
            if path is None:
                continue
            try:
                found[name] = self._read(name, Path(path))
            except ValueError as error:
                wrong.append(f"{name.upper()}{SUFFIX} is wrong: {error}.")
        if wrong:
            raise CannotStartError("\n".join(wrong))
        return found

    def _read(self, name: str, path: Path) -> str:
        """Return what the file holds, without the end of its last line; what it holds is never repeated."""
        if self.env_vars.get(name) is not None:
            raise ValueError(f"{name.upper()} is set too; leave one of them out")
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST_BYTES + 1)
        except OSError as error:
            raise ValueError(f"{path} cannot be read: {error.strerror}") from None
        if len(content) > LARGEST_BYTES:
            raise ValueError(f"{path} is larger than any secret")
        try:
            text = content.decode().strip()
        except UnicodeDecodeError:
            raise ValueError(f"{path} is not text") from None
        if not text:
            raise ValueError(f"{path} is empty")
        return text


def secret_names(fields: dict[str, FieldInfo]) -> list[str]:
    """Return the names of the fields that hold a secret, in their order."""
    return [name for name, field in fields.items() if SecretStr in _types(field.annotation)]


def _types(annotation: object) -> set[object]:
    """Return every type that an annotation mentions."""
    return {annotation}.union(*(_types(each) for each in get_args(annotation) if not isinstance(each, list)))
