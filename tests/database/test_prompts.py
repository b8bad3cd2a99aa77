"""What a recruiter's next words are for."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from database.people.prompts import Prompt, drop_prompt, open_prompt, prompt_of
from database.tables import PromptPurpose
from domain.ids import BookingId, CandidateId, RecruiterId
from tests.database.moving import Moving, set_moving
from tests.database.world import HOUR, NOW, World


@pytest.fixture
async def moving(world: World) -> Moving:
    """A pending booking of a recruiter."""
    return await set_moving(world)


async def test_the_last_prompt_is_the_one_that_is_meant(moving: Moving) -> None:
    who: dict[str, Any] = {"recruiter_id": RecruiterId(moving.recruiter), "candidate_id": CandidateId(moving.candidate)}
    about: dict[str, Any] = {"booking_id": BookingId(moving.booking), "revision": 1}
    async with moving.world.sessions.begin() as session:
        assert await prompt_of(session, who["recruiter_id"]) is None
        await open_prompt(session, **who, now=NOW, purpose=PromptPurpose.REJECT_TIME, **about)
        rejecting = await prompt_of(session, who["recruiter_id"])
        await open_prompt(session, **who, now=NOW + HOUR)
        replying = await prompt_of(session, who["recruiter_id"])
    to: dict[str, Any] = {"candidate_id": moving.candidate}
    reject, reply = PromptPurpose.REJECT_TIME, PromptPurpose.REPLY
    assert rejecting == Prompt(**to, asked_at=NOW, purpose=reject, **about)
    assert replying == Prompt(**to, asked_at=NOW + HOUR, purpose=reply, booking_id=None, revision=None)
    async with moving.world.sessions.begin() as session:
        assert await drop_prompt(session, **who) is True
        assert await drop_prompt(session, **who) is False


async def test_a_time_is_rejected_of_a_booking_only(moving: Moving) -> None:
    with pytest.raises(IntegrityError, match="ck_recruiter_prompts_booking"):
        async with moving.world.sessions.begin() as session:
            await open_prompt(
                session,
                recruiter_id=RecruiterId(moving.recruiter),
                candidate_id=CandidateId(moving.candidate),
                now=NOW,
                purpose=PromptPurpose.REJECT_TIME,
            )
