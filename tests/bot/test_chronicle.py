"""Everything that can stand in a candidate's timeline has a sentence in Russian, and the sentence says why."""

import string
from datetime import timedelta
from typing import Any, get_args

import pytest

from bot.chronicle import chronicle
from bot.questionnaire import default_content
from database.people.timeline import TimelineLine
from database.tables import SendStatus
from domain.announcements import RecipientStatus
from domain.booking import Actor, BookingStatus, OfferSettlement, closed_statuses
from tests.database.world import HOUR, NOW
from workflows.effects import AnyLetter
from workflows.journeys import signal_name
from workflows.letters.letter import Audience, BookingLetter
from workflows.move_messages import MoveApproved, MoveRefused, OtherTimeAsked
from workflows.occasions import JourneyCancelled, RetryAllowed

LETTERS = {letter.kind: letter for letter in get_args(AnyLetter)}
SETTLEMENTS = {"kept", "withdrawn", "expired", "approved_as_it_was", "moved"}  # words of the rules that settle
FACTS: dict[str, Any] = {
    "starts_at": (NOW + 2 * HOUR).isoformat(),
    "until": (NOW + HOUR).isoformat(),
    "zone": "Europe/Moscow",
    "place": "Казань",
    "recruiter": "Алсу",
    "actor": "recruiter",
    "actor_name": "Алсу",
    "status": "sent",
    "attempts": 1,
}
WHEN = "в понедельник, 23 ноября, в 14:00 (Казань, МСК)"


def told(topic: str, word: str, **facts: Any) -> str:
    return chronicle().tell(TimelineLine(at=NOW, topic=topic, word=word, details=FACTS | facts))


@pytest.mark.parametrize("kind", sorted(LETTERS))
def test_every_letter_has_a_sentence_that_names_the_interview_it_is_about(kind: str) -> None:
    sentence = chronicle().sentence_of_message(kind)
    assert sentence, f"say in bot/texts/ru/timeline.toml what {kind} is"
    named = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
    assert ("when" in named) is issubclass(LETTERS[kind], BookingLetter)
    assert sentence.startswith(("Рекрутеру", "Старшему")) is (LETTERS[kind].TO is Audience.RECRUITER)
    assert "{" not in told("message", kind)


def test_there_is_no_sentence_about_a_letter_that_nobody_sends() -> None:
    kinds = {*chronicle().sentences("to_candidate"), *chronicle().sentences("to_recruiter")}
    assert kinds == set(LETTERS)


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("booking", {*BookingStatus, "moved"}),
        ("offer", {*OfferSettlement, "made"}),
        ("move", {*SETTLEMENTS, *closed_statuses(), "asked", "proposed"}),
        ("waitlist", {"joined", "left"}),
        ("candidate", {"met", "unreachable"}),
        ("words", {"written"}),
        ("delivery", set(SendStatus)),
        ("announcement", set(RecipientStatus)),
        ("by", set(Actor)),
        ("by_somebody", set(Actor)),
    ],
)
def test_everything_that_can_happen_has_a_sentence(topic: str, words: set[str]) -> None:
    assert {str(word) for word in words} == set(chronicle().sentences(topic))


@pytest.mark.parametrize("news", [RetryAllowed, JourneyCancelled, OtherTimeAsked, MoveApproved, MoveRefused])
def test_what_an_admin_does_to_a_journey_has_a_sentence(news: Any) -> None:
    assert told("audit", signal_name(news), actor="admin", actor_name="Ада").endswith("(администратор Ада).")


def test_a_reminder_says_how_long_before_and_what_became_of_it() -> None:
    assert told("message", "remind_candidate") == f"Напоминание за 2 часа до собеседования {WHEN}. Доставлено."
    late = (NOW + timedelta(minutes=83)).isoformat()
    blocked = told("message", "remind_candidate", starts_at=late, status="unreachable", attempts=3)
    assert blocked.startswith("Напоминание за 1 час 25 минут до собеседования")
    assert blocked.endswith("Не доставлено: кандидат заблокировал бота или недоступен. Попыток: 3.")
    now = told("message", "remind_candidate", starts_at=NOW.isoformat())
    assert now.startswith("Напоминание в самом начале собеседования")


def test_a_message_to_the_recruiter_was_missed_by_the_recruiter() -> None:
    assert "рекрутер заблокировал" in told("message", "ask_for_approval", status="unreachable")


def test_a_file_and_a_message_of_an_unknown_kind_are_told_as_well() -> None:
    assert told("message", "congratulate.document").startswith("Файл к сообщению «Приглашение на собеседование")
    assert told("message", "tell_joke") == "Сообщение бота (tell_joke). Доставлено."
    assert told("audit", "stars_counted", actor="system", actor_name=None) == "Запись в журнале: stars_counted (бот)."


def test_an_offer_says_why_it_was_made() -> None:
    made = told("offer", "made")
    assert "он первый в очереди ожидания" in made
    assert WHEN in made


@pytest.mark.parametrize("reason", sorted(default_content()["refusals"]))
def test_a_refusal_is_told_in_the_words_that_the_candidate_read(reason: str) -> None:
    words = default_content()["refusals"][reason].strip()
    assert told("test1", "ended", reason=reason, refusal=None).endswith(words)


def test_a_refusal_of_a_published_version_is_told_in_its_own_words() -> None:
    assert told("test1", "ended", reason="nights", refusal="По ночам спим.").endswith("По ночам спим.")
    assert told("test1", "ended", reason="left", refusal=None) == "Тест 1 прерван: кандидат передумал."
    assert told("test1", "ended", reason="stars", refusal=None).endswith("stars.")
    assert told("test1", "passed") == "Тест 1 пройден."
