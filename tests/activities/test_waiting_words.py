"""Words reach whoever can read them, a list without slots says so, and who does not choose is asked later."""

from typing import Any

import pytest

from activities.alarms import AlarmDeeds
from activities.screening import ScreeningDeeds
from domain.ids import BookingId, CandidateId, CityId, RecruiterId
from tests.activities.booked import Booked, booked
from tests.activities.post import Post
from tests.database.world import HOUR, NOW, World
from workflows.deeds import KeepText, PlanNudges
from workflows.findings import NothingOffered, NudgesPlanned, WordsKept
from workflows.letters.to_candidate import OfferRecruiters, OfferSlots


def words(scene: Booked, *, booking: BookingId | None = None, city: CityId | None = None) -> KeepText:
    return KeepText(
        candidate_id=scene.candidate_id, now=NOW, text="А где офис?", update_id=5, city_id=city, booking_id=booking
    )


async def readers(scene: Booked, **about: Any) -> tuple[RecruiterId, ...]:
    kept = await ScreeningDeeds(scene.world.sessions).keep_text(words(scene, **about))
    assert kept == WordsKept(update_id=5, readers=kept.readers)
    return kept.readers


async def test_the_recruiter_of_the_booking_reads_the_words(world: World) -> None:
    scene = await booked(world, tg_chat_id=42)
    await world.recruiter(scene.city_id, tg_chat_id=43)
    assert await readers(scene, booking=scene.booking_id, city=scene.city_id) == (scene.recruiter_id,)
    assert await world.ask("SELECT array_agg(text) FROM candidate_texts") == ["А где офис?"]


@pytest.mark.parametrize("recruiter", [{}, {"tg_chat_id": 42}])
async def test_the_citys_recruiters_read_them_where_the_bookings_cannot(
    world: World, recruiter: dict[str, Any]
) -> None:
    scene = await booked(world, **recruiter)
    await world.run("UPDATE recruiters SET active = tg_chat_id IS NULL")  # not linked, or not active any more
    others = [await world.recruiter(scene.city_id, name=name, tg_chat_id=chat) for name, chat in (("B", 2), ("A", 1))]
    await world.recruiter(scene.city_id)  # not linked
    await world.recruiter(scene.city_id, tg_chat_id=3, active=False)
    await world.recruiter(await world.city(), tg_chat_id=4)
    assert await readers(scene, booking=scene.booking_id) == (others[1], others[0])
    assert await readers(scene, city=scene.city_id) == (others[1], others[0])


async def test_without_anybody_in_telegram_they_are_kept_for_the_admins(world: World) -> None:
    scene = await booked(world)
    assert await readers(scene, booking=scene.booking_id, city=scene.city_id) == ()
    assert await readers(scene) == ()
    assert await world.ask("SELECT array_agg(text) FROM candidate_texts") == ["А где офис?"]


async def test_nudges_are_planned_by_the_clocks_and_the_policy_of_the_city(world: World) -> None:
    city = CityId(await world.city(zone="Asia/Novosibirsk", policy={"quiet_until": "11:00"}))
    planned = await AlarmDeeds(world.sessions).plan_nudges(
        PlanNudges(candidate_id=CandidateId(1), now=NOW, city_id=city)
    )
    assert planned == NudgesPlanned(nudges_at=(NOW + 2 * HOUR, NOW + 19 * HOUR))  # it is 16:00 there


async def test_a_list_with_nothing_on_it_says_so_to_the_journey(post: Post) -> None:
    city, recruiter = post.scene.city_id, post.scene.recruiter_id
    of_city = await post.speaking.send_letter(post.order(OfferRecruiters(city_id=city)))
    of_one = await post.speaking.send_letter(post.order(OfferSlots(city_id=city, recruiter_id=recruiter), 2))
    assert of_city == NothingOffered(city_id=city, recruiter_id=None)
    assert of_one == NothingOffered(city_id=city, recruiter_id=recruiter)
    assert len(await post.received()) == 2
    await post.scene.world.slot(recruiter, city, hours=30)
    assert await post.speaking.send_letter(post.order(OfferRecruiters(city_id=city), 3)) is None
    assert await post.speaking.send_letter(post.order(OfferSlots(city_id=city, recruiter_id=recruiter), 4)) is None
