"""A call of the Bot API as it came over the wire: from a query, a form, a multipart body, or JSON."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from standin.refusals import bad_request

Json = dict[str, Any]


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes
    mime_type: str | None


@dataclass(frozen=True)
class Call:
    """Parameters are text, as on the wire; the typed getters refuse what does not parse."""

    method: str
    parameters: dict[str, str]
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.parameters.get(name, "")

    def number(self, name: str) -> int | None:
        value = self.parameters.get(name)
        if value is None or not value.strip():
            return None
        try:
            return int(value)
        except ValueError as wrong:
            raise bad_request(f"invalid {name} specified") from wrong

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "1", "yes"}

    def structure(self, name: str) -> Any:
        """Return the JSON inside a parameter, or None if there is none."""
        value = self.parameters.get(name)
        if value is None or not value.strip():
            return None
        try:
            return json.loads(value)
        except json.JSONDecodeError as wrong:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from wrong

    def upload(self, name: str) -> Upload | None:
        """Find the file sent under this name, directly or through `attach://`."""
        return self.uploads.get(self.text(name).removeprefix("attach://")) or self.uploads.get(name)

    def chat_id(self) -> int | None:
        """Name the chat for faults and the outbox, without ever refusing."""
        value = self.text("chat_id")
        return int(value) if value.removeprefix("-").isdigit() else None


async def read_call(request: web.Request) -> Call:
    method = request.match_info["method"]
    parameters = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        body = await request.json()
        parameters |= {key: as_text(value) for key, value in body.items() if value is not None}
    else:
        for key, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[key] = Upload(value.filename, value.file.read(), value.content_type)
            else:
                parameters[key] = value if isinstance(value, str) else bytes(value).decode()
    return Call(method, parameters, uploads)


def as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
