"""The ledger against what Telegram did: every copy on a phone belongs to a line, and every line to a copy.

A line that was sent names its message. A copy that no line names is allowed only where a call ended without a known
outcome: the line is *unknown*, or was tried again after such an end. Each such copy is counted apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from proof.audit import UNCERTAIN
from proof.chaos.violations import Breach, Findings
from proof.stand_in import Json

SLOW = "slow"
SENDING = ("sendMessage", "sendDocument")
DOCUMENT = ".document"
SLACK = 2.0  # seconds; Telegram counts whole ones
SLOWEST = 10.0  # seconds that a slow call takes: it may arrive after another try of the same letter
# Of these nobody wants a second copy; the recruiter is told instead. All others are sent again until they arrive.
ONCE_KINDS = frozenset({"remind_candidate", "nudge_candidate", "nudge_recruiter", "report_silence"})
# Of these a second line about the same booking and revision means that something was acted on twice.
ONCE_A_REVISION = frozenset(
    {"ask_for_approval", "tell_request_sent", "congratulate", "remind_candidate", "give_meeting_details", "tell_moved"}
)
# What the bot answers by itself, beside the ledger: welcomes, questions back, that there is nothing to act on any more.
OWN_REPLIES = (
    "Сюда будут приходить заявки",
    "Отменить заявку?",
    "Точно не получится прийти?",
    "Сейчас у вас нет открытой заявки",
)
MOST_OWN_REPLIES = 4  # of one kind in one chat: two presses at once, each with a second copy after a lost reply


@dataclass(frozen=True, kw_only=True)
class Copy:
    """One message that Telegram took; `text` is as it was sent, and it was on its way since `since` at the earliest."""

    chat_id: int
    message_id: int
    since: float
    at: int
    text: str
    is_document: bool


def copies_of(calls: Sequence[Json]) -> list[Copy]:
    """Return every message that the bot has sent, whether or not it knows."""
    return [
        Copy(
            chat_id=call["chat_id"],
            message_id=call["result"]["message_id"],
            since=call["at"] - (SLOWEST if call["fault"] == SLOW else 0.0),
            at=call["at"],
            text=call["parameters"].get("text", ""),
            is_document=call["method"] == "sendDocument",
        )
        for call in calls
        if call["method"] in SENDING and call["result"]
    ]


def audit_letters(lines: Sequence[Any], calls: Sequence[Json], findings: Findings) -> None:
    """Compare the ledger with Telegram's record."""
    copies = copies_of(calls)
    findings.figures["letters"] = len(lines)
    findings.figures["messages on phones"] = len(copies)
    _judge_lines(lines, {(copy.chat_id, copy.message_id) for copy in copies}, findings)
    _judge_copies(lines, copies, findings)
    _judge_doubts(lines, copies, findings)
    _judge_repetitions(lines, findings)


def _judge_lines(lines: Sequence[Any], arrived: set[tuple[int, int]], findings: Findings) -> None:
    for line in lines:
        match line["status"]:
            case "sent" if (line["chat_id"], line["message_id"]) in arrived:
                continue
            case "sent":
                findings.add(Breach.LOST_LETTER, f"{_named(line)} is noted as sent, and is on no phone")
            case "unknown" if line["kind"] in ONCE_KINDS:
                findings.figures["unknown sends"] += 1
            case status:
                findings.add(Breach.STUCK, f"{_named(line)} is still {status} after {line['attempts']} attempts")


def _judge_copies(lines: Sequence[Any], copies: Sequence[Copy], findings: Findings) -> None:
    """Find a line for each copy that none names; each line takes as many as it had attempts without an outcome."""
    named = {(line["chat_id"], line["message_id"]) for line in lines if line["status"] == "sent"}
    texts = {(copy.chat_id, copy.message_id): copy.text for copy in copies}
    doubtful: Mapping[int, list[Any]] = _doubtful_lines(lines)
    taken: Counter[int] = Counter()
    own: Counter[tuple[int, str]] = Counter()
    for copy in copies:
        if (copy.chat_id, copy.message_id) in named:
            continue
        line = next((each for each in doubtful[copy.chat_id] if _explains(each, copy, texts, taken)), None)
        if line is not None:
            taken[line["id"]] += 1
            what = "unknown sends that arrived" if line["status"] == "unknown" else "extra copies after a doubt"
            findings.figures[what] += 1
        elif (reply := next((words for words in OWN_REPLIES if words in copy.text), None)) is not None:
            findings.figures["replies beside the ledger"] += 1
            own[copy.chat_id, reply] += 1
        else:
            findings.add(Breach.DOUBLED, f"a copy that no line explains, in chat {copy.chat_id}: {copy.text[:100]!r}")
    for (chat_id, reply), count in own.items():
        if count > MOST_OWN_REPLIES:
            findings.add(Breach.DOUBLED, f"“{reply}” stands {count} times in chat {chat_id}")
    missing = [line for line in lines if line["status"] == "unknown" and not taken[line["id"]]]
    findings.figures["unknown sends that did not arrive"] = len(missing)


def _doubtful_lines(lines: Sequence[Any]) -> Mapping[int, list[Any]]:
    """Return the lines that may have more than one copy, or one that they do not know of, by chat."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for line in lines:
        if line["status"] == "unknown" or line["attempts"] > 1:
            found[line["chat_id"]].append(line)
    return found


def _explains(line: Any, copy: Copy, texts: Mapping[tuple[int, int], str], taken: Counter[int]) -> bool:
    """Tell whether the copy may be an earlier attempt at this line."""
    left = line["attempts"] - (line["status"] == "sent") - taken[line["id"]]
    ends = line["finished_at"] if line["status"] == "sent" else None
    is_in_time = line["started_at"] - SLACK <= copy.at and (ends is None or copy.since <= ends + SLACK)
    is_same_part = line["kind"].endswith(DOCUMENT) == copy.is_document
    known = texts.get((line["chat_id"], line["message_id"])) if line["status"] == "sent" else None
    return left > 0 and is_in_time and is_same_part and (known is None or known == copy.text or not known)


def _judge_doubts(lines: Sequence[Any], copies: Sequence[Copy], findings: Findings) -> None:
    """Demand that the recruiter was told of each letter to a candidate with a booking that may not have arrived."""
    reports = [copy.text for copy in copies if UNCERTAIN in copy.text]
    for line in lines:
        if line["status"] != "unknown" or not line["to_candidate"] or not line["booking_id"]:
            continue
        if any(line["full_name"] in report for report in reports):
            findings.figures["doubts told to the recruiter"] += 1
        else:
            findings.add(Breach.UNTOLD, f"nobody was told that {_named(line)} may not have arrived")


def _judge_repetitions(lines: Sequence[Any], findings: Findings) -> None:
    keys = Counter(
        (line["candidate_id"], line["kind"], line["booking_id"], line["revision"])
        for line in lines
        if line["kind"] in ONCE_A_REVISION
    )
    for (candidate_id, kind, booking_id, revision), count in keys.items():
        if count > 1:
            about = f"booking {booking_id} at revision {revision}"
            findings.add(Breach.ACTED_TWICE, f"{kind} was said {count} times to candidate {candidate_id} about {about}")


def kinds_told(lines: Sequence[Any], candidate_id: int) -> Iterator[str]:
    """Yield the kinds of what this candidate was told, or may have been told."""
    return (line["kind"] for line in lines if line["candidate_id"] == candidate_id and line["to_candidate"])


def _named(line: Any) -> str:
    return f"{line['kind']} (line {line['id']}) of candidate {line['candidate_id']}, {line['full_name']}"
