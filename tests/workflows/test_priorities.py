"""Which letters go first when many are due at once."""

from datetime import timedelta

import pytest

from domain.stages import Stage
from tests.workflows.positions import BOOKING, START, booked
from workflows.letters.timeliness import priority_of
from workflows.letters.to_candidate import GiveMeetingDetails, NudgeCandidate, RemindCandidate

OF_BROADCASTS = 5
REMINDER = RemindCandidate(booking_id=BOOKING, revision=1)


@pytest.mark.parametrize(
    ("lead", "priority"),
    [
        (timedelta(minutes=45), 2),
        (timedelta(minutes=74), 2),
        (timedelta(minutes=75), 3),
        (timedelta(hours=2, seconds=59), 3),
        (timedelta(hours=11), 4),
    ],
)
def test_the_nearer_the_interview_the_sooner_its_reminder(lead: timedelta, priority: int) -> None:
    assert priority_of(REMINDER, booked().booking, START - lead) == priority


def test_answers_to_presses_come_before_all_reminders() -> None:
    details = GiveMeetingDetails(booking_id=BOOKING, revision=1)
    assert priority_of(details, booked().booking, START - timedelta(minutes=1)) == 1


def test_who_stopped_half_way_is_asked_after_all_reminders_and_before_broadcasts() -> None:
    nudge = NudgeCandidate(stage=Stage.CHOOSING_SLOT)
    assert priority_of(REMINDER, booked().booking, START - timedelta(hours=2)) < priority_of(nudge, None, START)
    assert priority_of(nudge, None, START) < OF_BROADCASTS
