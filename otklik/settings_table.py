"""The settings as the README's table, so that the documentation cannot fall behind."""

from pathlib import Path

from pydantic.fields import FieldInfo

from otklik.settings import Settings


def settings_table() -> str:
    """Return a Markdown table with one row per variable."""
    rows = [
        f"| `{name.upper()}` | {_default(field)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows])


def _default(field: FieldInfo) -> str:
    value = field.default
    if value is None:
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`" if not isinstance(value, Path) else f"`{value}/`"
