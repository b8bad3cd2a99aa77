"""The words of discrimination in every language that has them, and the judging of a content of Test1 by them."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from bot.texts import FOLDER
from domain.discrimination import Concern, Ground, Said, Vocabulary, concerns, normal
from domain.questionnaire import Question

Content = Mapping[str, Any]
FILE = "discrimination.toml"
SPOKEN = ("text", "label", "hint")


def concerns_about(questions: Sequence[Question], content: Content) -> list[Concern]:
    """Return what of a content with all its words may be unlawful."""
    versions = [content, *(content.get("translations") or {}).values()]
    refusals: dict[str, str] = {}
    for version in versions:
        for reason, words in (version.get("refusals") or {}).items():
            refusals[reason] = _joined([refusals.get(reason, ""), words])
    said = {question.id: _said(question.id, versions) for question in questions}
    return concerns(questions, said, refusals, vocabulary())


@cache
def vocabulary() -> Vocabulary:
    """Return the words of all languages together: a question may be asked in any of them."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob(f"*/{FILE}"))]
    grounds = {
        ground: _pattern(words for file in files for words in file["grounds"].get(ground, ())) for ground in Ground
    }
    return Vocabulary(grounds=grounds, younger=_pattern(words for file in files for words in file["younger"]))


def _said(question_id: str, versions: Sequence[Content]) -> Said:
    said = [
        question for version in versions for question in version.get("questions") or () if question["id"] == question_id
    ]
    options: dict[str, str] = {}
    for question in said:
        for option in question.get("options") or ():
            options[option["id"]] = _joined([options.get(option["id"], ""), option.get("caption") or ""])
    return Said(text=_joined(question.get(part) or "" for question in said for part in SPOKEN), options=options)


def _joined(words: Iterable[str]) -> str:
    return " / ".join(each for each in words if each)


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of the phrases as whole words; a star lets a word go on."""
    found = (r"\W+".join(_word(word) for word in normal(phrase).split()) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{'|'.join(found)})(?!\w)")


def _word(word: str) -> str:
    return re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")
