"""`python -m proof.demo`: plays whole candidate journeys through the stand-in against the real processes.

One candidate goes from /start to the link; two more press the other two buttons of the reminder. Ends with 0 when
everything expected arrived, else with 1, the reason and the last messages seen.
"""

import asyncio
import sys

import click
from rich.console import Console
from rich.text import Text

from proof.endings import press_mind
from proof.phone import MissedError
from proof.recruiter import find_recruiter
from proof.seen import Chat
from proof.stand_in import RefusedError, StandIn
from proof.story import Entry, entry_of
from proof.telling import Telling
from proof.test1 import Applicant
from proof.transcript import print_entries
from proof.way import CONFIRM, DECLINE, MOVE, Meeting, Way, demand_one_reminder

LAST_SEEN = 4
GRACE = 5.0  # seconds for what has no patience of its own, above all the jump of a clock
APPLICANTS = (
    Applicant(name="Ольга Демченко", full_name="Демченко Ольга Игоревна", age=23, mind=CONFIRM),
    Applicant(name="Тимур Сафин", full_name="Сафин Тимур Рашидович", age=31, mind=DECLINE),
    Applicant(name="Вера Лапина", full_name="Лапина Вера Андреевна", age=19, mind=MOVE),
)


@click.command()
@click.option("--stand-in", "stand_in_url", required=True, metavar="URL", help="Address of the stand-in's page.")
@click.option("--api", metavar="URL", help="Skip the clock through this admin API instead of the stand-in's button.")
@click.option("--timeout", default=55.0, show_default=True, help="Seconds in which everything must be over.")
def main(*, stand_in_url: str, api: str | None, timeout: float) -> None:
    """Play one whole candidate journey, and the two other answers to its reminder, by itself."""
    console = Console(highlight=False, soft_wrap=False)
    sys.exit(asyncio.run(play(console, stand_in_url, api=api, seconds=timeout)))


async def play(console: Console, stand_in_url: str, *, api: str | None, seconds: float) -> int:
    """Play everything; return the exit code after the transcript or the reason was printed."""
    telling = Telling(console, seconds=seconds)
    try:
        async with asyncio.timeout(seconds + GRACE), StandIn(stand_in_url, api=api) as stand_in:
            meetings = await _play_all(stand_in, telling)
            await _print_transcript(console, meetings)
    except MissedError as missed:
        _print_reason(console, str(missed))
        print_entries(console, f"The last that {missed.chat.name} saw", _last_seen(missed.chat))
        return 1
    except RefusedError as refused:
        _print_reason(console, str(refused))
        return 1
    except TimeoutError:
        _print_reason(console, f"it was not over within {seconds:.0f} s, and {stand_in_url} has stopped answering")
        return 1
    praise = ("Everything arrived", "bold green")
    console.print(Text.assemble("\n", praise, f" in {telling.elapsed:.1f} s: {telling.summary()}."))
    return 0


async def _play_all(stand_in: StandIn, telling: Telling) -> list[Meeting]:
    recruiter = await find_recruiter(stand_in, telling)
    way = Way(stand_in=stand_in, telling=telling, recruiter=recruiter)
    meetings: list[Meeting] = []
    for applicant in APPLICANTS:
        meeting = await way.lead(applicant)
        await press_mind(meeting, telling)
        meetings.append(meeting)
    for meeting in meetings:
        await demand_one_reminder(stand_in, meeting.candidate)
    telling.say("each candidate was reminded exactly once")
    return meetings


async def _print_transcript(console: Console, meetings: list[Meeting]) -> None:
    """Print the first candidate's whole story, the others' from the reminder on, and the recruiter's."""
    first, *others = meetings
    recruiter = first.recruiter.phone
    for phone in (recruiter, *(meeting.candidate for meeting in meetings)):
        await phone.look()
    print_entries(console, f"{first.candidate.name}, candidate", first.candidate.story.entries)
    for meeting in others:
        title = f"{meeting.candidate.name}, candidate, from the reminder on"
        print_entries(console, title, meeting.candidate.story.since(meeting.reminder))
    print_entries(console, f"{recruiter.name}, recruiter", recruiter.story.entries)


def _last_seen(chat: Chat) -> list[Entry]:
    last = [entry_of(said, chat.owner) for said in chat.messages[-LAST_SEEN:]]
    return [*last, *(Entry(speaker="toast", words=words, message_id=0) for words in chat.toasts[-1:])]


def _print_reason(console: Console, reason: str) -> None:
    console.print(Text.assemble("\n", ("The demo failed: ", "bold red"), reason))


if __name__ == "__main__":
    main()
