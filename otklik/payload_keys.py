"""The keys of the payload codec: how they are written, and the one made for the embedded default."""

import base64
import binascii
import hashlib
import os
import secrets
from pathlib import Path

KEY_BYTES = 32
FILE_NAME = "payload.key"


def parse_keys(text: str) -> list[bytes]:
    """Return the keys of a comma-separated list; raise ValueError, without repeating a key, when one is wrong."""
    return [_parse_key(part.strip()) for part in text.split(",")]


def embedded_keys(data_dir: Path) -> list[bytes]:
    """Return the key in `data_dir`, made at the first call and readable by its owner only."""
    path = data_dir / FILE_NAME
    if not path.exists():
        _create(path, base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode())
    return parse_keys(path.read_text())


def key_id(key: bytes) -> bytes:
    """Name a key without telling anything about it."""
    return hashlib.sha256(key).hexdigest()[:16].encode()


def _create(path: Path, key: str) -> None:
    """Write the key so that no moment exists in which the file is readable by others or half-written."""
    draft = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(f"{key}\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # Unlike a rename it never replaces the key of somebody who was faster.
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _parse_key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("it is not base64; make one with `openssl rand -base64 32`") from None
    if len(key) != KEY_BYTES:
        raise ValueError(f"it has {len(key)} bytes, not {KEY_BYTES}; make one with `openssl rand -base64 32`")
    return key
