"""Changes in part: what is left out of a PATCH stays as it is, null clears what may be empty."""

from typing import Any

from pydantic import BaseModel, Field

from api.etags import etag_of


def kept_if_left_out(description: str) -> Any:
    """Return a field that may be left out; where its type knows no null, null is refused."""
    return Field(default=None, description=description, json_schema_extra=_without_default)


def changes_of(patch: BaseModel) -> dict[str, Any]:
    """Return what the caller named, null included."""
    return {name: getattr(patch, name) for name in patch.model_fields_set}


def tag_of_part(seen: BaseModel, part: type[BaseModel]) -> str:
    """Return the entity tag of those fields that a change can be about, whatever is shown beside them."""
    return etag_of(part.model_construct(**{name: getattr(seen, name) for name in part.model_fields}))


def _without_default(schema: dict[str, Any]) -> None:
    """Keep the default out of the documentation: leaving a field out is not sending its default."""
    schema.pop("default", None)
