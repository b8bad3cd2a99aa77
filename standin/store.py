"""The memory that survives kill -9: JSON documents and files in one SQLite file."""

import json
import sqlite3
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Key = int | str

SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (kind TEXT NOT NULL, key BLOB NOT NULL, body TEXT NOT NULL,
                                      PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, content BLOB NOT NULL);
"""


class Store:
    """Writes gather in a transaction until `commit`, which every request calls before it answers.

    The operating system holds what was committed even when this process is killed. The file belongs to one
    process at a time; a second one is told so by `sqlite3.OperationalError` ("database is locked").
    """

    def __init__(self, path: Path | None) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path or ":memory:", timeout=0.5)
        self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(SCHEMA)
        self._connection.commit()

    def put(self, kind: str, key: Key, body: Json) -> None:
        self._connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
            (kind, key, json.dumps(body, ensure_ascii=False)),
        )

    def get(self, kind: str, key: Key) -> Json | None:
        query = "SELECT body FROM documents WHERE kind = ? AND key = ?"
        row = self._connection.execute(query, (kind, key)).fetchone()
        return None if row is None else dict(json.loads(row[0]))

    def load(self, kind: str) -> list[tuple[Any, Json]]:
        """Everything of one kind, ordered by key."""
        query = "SELECT key, body FROM documents WHERE kind = ? ORDER BY key"
        return [(key, json.loads(body)) for key, body in self._connection.execute(query, (kind,))]

    def remove(self, kind: str, key: Key) -> None:
        self._connection.execute("DELETE FROM documents WHERE kind = ? AND key = ?", (kind, key))

    def remove_all(self, kind: str) -> None:
        self._connection.execute("DELETE FROM documents WHERE kind = ?", (kind,))

    def remove_below(self, kind: str, key: int) -> None:
        self._connection.execute("DELETE FROM documents WHERE kind = ? AND key < ?", (kind, key))

    def count(self, counter: str, first: int = 1) -> int:
        """Draw the next number of a counter; the very first one is `first`."""
        known = self.get("counter", counter)
        number = first if known is None else int(known["next"])
        self.put("counter", counter, {"next": number + 1})
        return number

    def restart_count(self, counter: str, at: int) -> None:
        self.put("counter", counter, {"next": at})

    def keep_file(self, path: str, content: bytes) -> None:
        self._connection.execute("INSERT INTO files VALUES (?, ?)", (path, content))

    def file(self, path: str) -> bytes | None:
        row = self._connection.execute("SELECT content FROM files WHERE path = ?", (path,)).fetchone()
        return None if row is None else bytes(row[0])

    def commit(self) -> None:
        self._connection.commit()

    def close(self) -> None:
        self._connection.commit()
        self._connection.close()
