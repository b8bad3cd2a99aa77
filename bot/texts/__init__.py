"""Everything that people read, a folder a language; `bot/wording.py` reads it."""

from pathlib import Path

FOLDER = Path(__file__).parent
