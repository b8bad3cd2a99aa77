"""Which typed times can be saved, in which zone, and what is said of the others."""

from datetime import UTC, datetime, timedelta

from bot.slot_words.judging import Judged, Refusal, judge
from bot.slot_words.reading import TypedTime
from database.slots.open_slots import RecruiterSlot
from domain.booking import SlotStatus
from domain.ids import CityId, RecruiterId, SlotId
from tests.database.world import NOW

MINUTE = timedelta(minutes=1)


def wall(words: str) -> datetime:
    """Return a wall time, which has no zone."""
    return datetime.fromisoformat(words)


def typed(*starts: datetime, minutes: int = 20) -> list[TypedTime]:
    return [TypedTime(starts=each, length=minutes * MINUTE) for each in starts]


def judged(*starts: datetime, zone: str = "Europe/Moscow", standing: tuple[RecruiterSlot, ...] = ()) -> Judged:
    return judge(typed(*starts), zone=zone, standing=standing, now=NOW)


def standing_slot(starts_at: datetime, minutes: int = 20) -> RecruiterSlot:
    return RecruiterSlot(
        slot_id=SlotId(1),
        recruiter_id=RecruiterId(1),
        city_id=CityId(1),
        city_name="Казань",
        starts_at=starts_at,
        ends_at=starts_at + minutes * MINUTE,
        status=SlotStatus.BOOKED,
        candidate_tg_id=7,
    )


def test_times_are_read_in_the_recruiters_zone() -> None:
    (slot,) = judged(wall("2026-11-25 10:00"), zone="Asia/Yekaterinburg").fitting
    assert (slot.starts_at, slot.ends_at) == (
        datetime(2026, 11, 25, 5, tzinfo=UTC),
        datetime(2026, 11, 25, 5, 20, tzinfo=UTC),
    )
    assert (slot.wall_time, slot.wall_zone) == (wall("2026-11-25 10:00"), "Asia/Yekaterinburg")


def test_past_and_far_times_are_refused() -> None:
    refused = judged(wall("2026-11-23 12:00"), wall("2028-01-01 10:00")).refused
    assert [each.refusal for each in refused] == [Refusal.PAST, Refusal.TOO_FAR]


def test_a_time_that_does_not_exist_and_one_that_comes_twice_are_refused_with_both_readings() -> None:
    missing, twice = judged(wall("2027-03-28 02:30"), wall("2027-10-31 02:30"), zone="Europe/Berlin").refused
    assert (missing.refusal, twice.refusal) == (Refusal.MISSING, Refusal.AMBIGUOUS)
    assert len(missing.readings) == len(twice.readings) == 2


def test_an_overlap_is_refused_with_the_slot_that_is_in_the_way() -> None:
    stands = standing_slot(datetime(2026, 11, 25, 7, 10, tzinfo=UTC))
    outcome = judged(wall("2026-11-25 10:00"), wall("2026-11-25 10:30"), standing=(stands,))
    (refused,) = outcome.refused
    assert (refused.refusal, refused.beside) == (Refusal.OVERLAPS, (stands.starts_at, stands.ends_at))
    assert [slot.wall_time.minute for slot in outcome.fitting] == [30]


def test_a_slot_that_is_there_already_is_told_from_an_overlap() -> None:
    stands = standing_slot(datetime(2026, 11, 25, 7, tzinfo=UTC))
    (refused,) = judged(wall("2026-11-25 10:00"), standing=(stands,)).refused
    assert refused.refusal is Refusal.STANDING


def test_times_of_one_message_must_not_overlap_either() -> None:
    outcome = judged(wall("2026-11-25 10:00"), wall("2026-11-25 10:10"))
    assert len(outcome.fitting) == 1
    assert [each.refusal for each in outcome.refused] == [Refusal.OVERLAPS]
