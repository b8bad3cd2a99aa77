"""The auditor of letters: what is planted in the ledger or in Telegram's record is found, and what is allowed is not."""

from collections.abc import Sequence
from typing import Any

import pytest

from proof.chaos.letters import audit_letters
from proof.chaos.violations import Breach, Findings

CANDIDATE, RECRUITER = 100, 200
TOLD = "❓ <b>Белова Анна Игоревна</b>: мы не уверены, что сообщение дошло."


def line(number: int, **values: Any) -> dict[str, Any]:
    """Return a line of the ledger that was sent as message `number` at second 1,000 of the trial."""
    plain = {
        "id": number,
        "candidate_id": 1,
        "full_name": "Белова Анна Игоревна",
        "kind": "ask_question",
        "booking_id": 0,
        "revision": 0,
        "occurrence": number,
        "chat_id": CANDIDATE,
        "to_candidate": True,
        "status": "sent",
        "message_id": number,
        "attempts": 1,
        "started_at": 1_000.0,
        "finished_at": 1_001.0,
    }
    return plain | values


def call(number: int, text: str = "Вопрос", *, chat_id: int = CANDIDATE, **values: Any) -> dict[str, Any]:
    """Return a call that made message `number`."""
    said = {"chat_id": chat_id, "method": "sendMessage", "at": 1_000, "status": 200, "fault": None}
    return said | {"parameters": {"text": text}, "result": {"message_id": number}} | values


def audited(lines: Sequence[Any], calls: Sequence[Any]) -> Findings:
    findings = Findings()
    audit_letters(lines, calls, findings)
    return findings


def breaches(lines: Sequence[Any], calls: Sequence[Any]) -> list[Breach]:
    return [violation.breach for violation in audited(lines, calls).violations]


def test_a_line_for_each_message_is_fine() -> None:
    assert breaches([line(1), line(2)], [call(1), call(2)]) == []


def test_a_card_that_was_edited_has_one_message_and_many_lines() -> None:
    assert breaches([line(1, kind="ask_for_approval"), line(2, kind="update_card", message_id=1)], [call(1)]) == []


def test_a_doubled_message_is_found() -> None:
    assert breaches([line(1)], [call(1), call(2)]) == [Breach.DOUBLED]


def test_a_second_copy_after_a_lost_reply_is_allowed_and_counted() -> None:
    findings = audited([line(1, message_id=2, attempts=2)], [call(1, status=None), call(2)])
    assert findings.violations == []
    assert findings.figures["extra copies after a doubt"] == 1


@pytest.mark.parametrize(("at", "found"), [(1_010, []), (1_020, [Breach.DOUBLED])])
def test_a_slow_call_may_arrive_after_another_try_of_its_letter(at: int, found: list[Breach]) -> None:
    assert breaches([line(1, message_id=2, attempts=2)], [call(1, at=at, fault="slow"), call(2)]) == found


@pytest.mark.parametrize(
    "strange",
    [call(1, "Другое"), call(1, chat_id=RECRUITER), call(1, at=900), call(1, at=1_010), call(1, method="sendDocument")],
)
def test_a_copy_of_something_else_is_not_excused_by_a_second_attempt(strange: dict[str, Any]) -> None:
    assert breaches([line(1, message_id=2, attempts=2)], [strange, call(2)]) == [Breach.DOUBLED]


def test_two_attempts_excuse_one_copy_and_not_two() -> None:
    lines = [line(1, message_id=3, attempts=2)]
    assert breaches(lines, [call(1), call(2), call(3)]) == [Breach.DOUBLED]


def test_a_call_that_was_lost_leaves_nothing_to_explain() -> None:
    assert breaches([line(1, attempts=2)], [call(9, result=None, status=None), call(1)]) == []


def test_a_letter_that_is_on_no_phone_is_found() -> None:
    assert breaches([line(1)], []) == [Breach.LOST_LETTER]


@pytest.mark.parametrize("status", ["sending", "failed", "unreachable", "unknown"])
def test_a_letter_that_never_went_out_is_found(status: str) -> None:
    assert breaches([line(1, status=status, message_id=None)], []) == [Breach.STUCK]


def doubt(**values: Any) -> dict[str, Any]:
    known = {"kind": "remind_candidate", "status": "unknown", "message_id": None, "booking_id": 7, "finished_at": None}
    return line(1, **known | values)


def report() -> dict[str, Any]:
    return line(2, kind="report_undelivered", chat_id=RECRUITER, to_candidate=False, booking_id=7)


@pytest.mark.parametrize(("arrived", "missing"), [(True, 0), (False, 1)])
def test_an_unknown_reminder_that_the_recruiter_was_told_of_is_counted_apart(arrived: bool, missing: int) -> None:
    calls = [call(2, TOLD, chat_id=RECRUITER), *([call(1, status=None)] if arrived else [])]
    findings = audited([doubt(), report()], calls)
    assert findings.violations == []
    assert findings.figures["unknown sends"] == 1
    assert findings.figures["unknown sends that did not arrive"] == missing
    assert findings.figures["doubts told to the recruiter"] == 1


def test_an_unknown_reminder_that_nobody_was_told_of_is_found() -> None:
    assert breaches([doubt()], []) == [Breach.UNTOLD]
    about_somebody_else = call(2, TOLD.replace("Белова", "Громова"), chat_id=RECRUITER)
    assert breaches([doubt(), report()], [about_somebody_else]) == [Breach.UNTOLD]


def test_two_copies_of_an_unknown_reminder_are_found() -> None:
    calls = [call(2, TOLD, chat_id=RECRUITER), call(1), call(3)]
    assert breaches([doubt(), report()], calls) == [Breach.DOUBLED]


def test_a_congratulation_said_twice_about_one_agreement_is_found() -> None:
    lines = [line(number, kind="congratulate", booking_id=7, revision=1) for number in (1, 2)]
    assert breaches(lines, [call(1), call(2)]) == [Breach.ACTED_TWICE]
    moved = [line(number, kind="congratulate", booking_id=7, revision=number) for number in (1, 2)]
    assert breaches(moved, [call(1), call(2)]) == []


def test_what_the_bot_answers_by_itself_needs_no_line() -> None:
    findings = audited([], [call(1, "Отменить заявку? Если собеседование уже назначено, …")])
    assert findings.violations == []
    assert findings.figures["replies beside the ledger"] == 1


def test_a_reply_without_a_line_that_comes_again_and_again_is_found() -> None:
    assert breaches([], [call(number, "Отменить заявку?") for number in range(5)]) == [Breach.DOUBLED]
