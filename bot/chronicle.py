"""Says what happened to a candidate, and why, in plain sentences: the words are in `texts/<language>/timeline.toml`."""

import tomllib
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from bot.phrases import Moment, phrases
from bot.questionnaire import default_content
from bot.texts import FOLDER
from bot.wording import DEFAULT_LANGUAGE
from database.ledger import DOCUMENT
from database.people.timeline import TimelineLine

MINUTE = timedelta(minutes=1)
ROUGHLY = 5  # minutes: nobody counts an hour and fifty-eight


class Chronicle:
    """The sentences of one language."""

    def __init__(self, language: str) -> None:
        self._words: dict[str, Any] = tomllib.loads((FOLDER / language / "timeline.toml").read_text(encoding="utf-8"))
        self._phrases = phrases(language)

    def tell(self, line: TimelineLine) -> str:
        """Return the sentence about one line."""
        match line.topic:
            case "message":
                return self._tell_message(line)
            case "test1" if line.word == "ended":
                return self._tell_refusal(line)
            case topic:
                sentences = self._words[topic]
                return str(sentences.get(line.word, sentences.get("unknown", line.word)).format(**self._facts(line)))

    def sentence_of_message(self, kind: str) -> str | None:
        """Return what is said of a letter of that kind, its placeholders unfilled; None for a kind without words."""
        sentences: dict[str, str] = {**self._words["to_candidate"], **self._words["to_recruiter"]}
        return sentences.get(kind)

    def sentences(self, topic: str) -> dict[str, str]:
        """Return what is said of a topic, by its words, placeholders unfilled."""
        return dict(self._words[topic])

    def _tell_message(self, line: TimelineLine) -> str:
        kind = line.word.removesuffix(DOCUMENT)
        sentence = (self.sentence_of_message(kind) or self._words["message"]["unknown"]).format(**self._facts(line))
        if line.word.endswith(DOCUMENT):
            sentence = self._words["message"]["document"].format(sentence=sentence)
        person = self._words["person"]["recruiter" if kind in self._words["to_recruiter"] else "candidate"]
        became = self._words["delivery"][line.details["status"]].format(person=person)
        again = self._words["message"]["again"].format(**line.details) if line.details["attempts"] > 1 else ""
        return f"{sentence}. {became} {again}".rstrip()

    def _tell_refusal(self, line: TimelineLine) -> str:
        sentences, reason = self._words["test1"], line.details["reason"]
        if reason in sentences:
            return str(sentences[reason])
        refusal = line.details["refusal"] or default_content()["refusals"].get(reason) or f"{reason}."
        return str(sentences["refused"].format(reason=refusal.strip()))

    def _facts(self, line: TimelineLine) -> dict[str, str]:
        """Return what may stand in a sentence; what is not known of this line is empty."""
        starts_at, until = line.instant("starts_at"), line.instant("until")
        return {
            "word": line.word,
            "when": self._phrases.when(_moment(starts_at, line)) if starts_at else "",
            "until": self._phrases.by(_moment(until, line)) if until else "",
            "lead": self._lead(starts_at - line.at) if starts_at else "",
            "place": line.details.get("place") or "",
            "recruiter": line.details.get("recruiter") or "",
            "by": self._by(line.details.get("actor"), line.details.get("actor_name")),
        }

    def _by(self, actor: str | None, name: str | None) -> str:
        if actor is None:
            return ""
        return str(self._words["by"][actor].format(name=name) if name else self._words["by_somebody"][actor])

    def _lead(self, ahead: timedelta) -> str:
        """Say how long before it was: "за 2 часа", "за 45 минут"."""
        words = self._words["lead"]
        hours, minutes = divmod(ROUGHLY * round(ahead / MINUTE / ROUGHLY), 60)
        if ahead < ROUGHLY * MINUTE:
            return str(words["at_once"])
        parts = [self._phrases.plural(hours, *words["hours"])] if hours else []
        parts += [self._phrases.plural(minutes, *words["minutes"])] if minutes else []
        return str(words["before"].format(distance=" ".join(parts)))


@cache
def chronicle(language: str = DEFAULT_LANGUAGE) -> Chronicle:
    """Return the sentences of a language that has a timeline."""
    return Chronicle(language)


def _moment(at: datetime, line: TimelineLine) -> Moment:
    return Moment(at=at, zone=line.details["zone"], place=line.details["place"])
