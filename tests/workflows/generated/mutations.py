"""Bugs on purpose: with each of them patched in, the generated journeys must not pass, or the oracle is blind."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from workflows.chapters import approval, attendance, moved, ringing
from workflows.journey import Booking, Journey
from workflows.messages import News
from workflows.standing import stand
from workflows.turn import Turn


def leave_the_alarm_behind(patch: pytest.MonkeyPatch) -> None:
    """Let the slot move and the alarm stay where it was."""
    note_moved = moved.note_moved

    def stay(journey: Journey, news: Any) -> Turn:
        after, effects = note_moved(journey, news)
        if journey.booking is None or after.booking is None:
            return after, effects
        booking = replace(after.booking, alarms=journey.booking.alarms)
        return stand(replace(after, booking=booking), news.at), effects

    patch.setattr(moved, "note_moved", stay)


def lose_the_reminded_flag(patch: pytest.MonkeyPatch) -> None:
    """Forget with each edit of the policy that the reminder was sent, and plan it again."""
    set_alarms = ringing.set_alarms

    def forget(journey: Journey, news: Any) -> Turn:
        if journey.booking is None:
            return set_alarms(journey, news)
        forgetful = replace(journey, booking=replace(journey.booking, reminded=False))
        return set_alarms(forgetful, news)

    patch.setattr(ringing, "set_alarms", forget)


def let_the_ended_ring(patch: pytest.MonkeyPatch) -> None:
    """Keep the booking in the journey although it was called off."""
    for chapter in (approval, attendance):
        patch.setattr(chapter, "release", _keeping(chapter.release))


def swallow_the_silence(patch: pytest.MonkeyPatch) -> None:
    """Never tell the recruiter that the reminder was not answered."""
    remind = ringing._remind  # noqa: SLF001 - the bug is made where it would arise

    def settle(journey: Journey, booking: Booking, at: datetime) -> Turn:
        return remind(journey, replace(booking, silence_settled=True), at)

    patch.setattr(ringing, "_remind", settle)


def _keeping(release: Callable[..., Turn]) -> Callable[..., Turn]:
    def keep(journey: Journey, booking: Any, news: News, *rest: Any, **more: Any) -> Turn:
        after, effects = release(journey, booking, news, *rest, **more)
        return stand(replace(after, booking=booking), news.at), effects

    return keep


# Each with what the oracle has to say of it.
MUTATIONS = (
    (leave_the_alarm_behind, "too early"),
    (lose_the_reminded_flag, "reminded twice"),
    (let_the_ended_ring, "reminded after the end"),
    (swallow_the_silence, "silence not reported"),
)
