"""Files that were sent: they can be fetched again by their id or their path."""

import mimetypes
import secrets
from pathlib import PurePosixPath
from typing import Any

from standin.store import Store

Json = dict[str, Any]


class Files:
    """Each file has an id for calls, a path for download, and the name under which it was sent."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, folder: str, name: str, content: bytes, mime_type: str | None = None) -> Json:
        """Keep a file and return the Bot API's fields of it."""
        number = self._store.count("file")
        file: Json = {
            "file_id": f"BQACAgIAAxkB{secrets.token_urlsafe(24)}",
            "file_unique_id": f"AgAD{number:010d}",
            "file_name": name,
            "mime_type": mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream",
            "file_size": len(content),
        }
        path = f"{folder}/file_{number}{PurePosixPath(name).suffix}"
        self._store.put("file", file["file_id"], {"file": file, "path": path})
        self._store.keep_file(path, content)
        return file

    def find(self, file_id: str) -> Json | None:
        """Return the fields under which the file was sent, to send it again."""
        known = self._store.get("file", file_id)
        return None if known is None else dict(known["file"])

    def path(self, file_id: str) -> str | None:
        known = self._store.get("file", file_id)
        return None if known is None else str(known["path"])

    def content(self, path: str) -> bytes | None:
        return self._store.file(path)
