from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

from sqlalchemy.ext.asyncio import AsyncSession
from structlog.testing import capture_logs

from bot.composer import compose
from bot.views.contexts import given_name
from database.places.templates import save_template
from domain.booking import BookingStatus
from domain.ids import BookingId, CandidateId
from domain.moves import MoveDenial
from domain.stages import Ending, Stage
from tests.bot.letters import UNTIL, about, captions, card_of, envelope_of, order
from tests.bot.seeded import ANNA, LEAD, MARIA, Seeded
from tests.database.world import NOW
from workflows.effects import AnyLetter
from workflows.letters import of_move, to_candidate, to_recruiter, to_waiting


def every_letter(seeded: Seeded) -> list[AnyLetter]:
    """Return a letter of each kind, all about the seeded people."""
    booking: dict[str, Any] = about(seeded)
    until = {**booking, "answer_until": UNTIL}
    city: dict[str, Any] = {"city_id": seeded.city}
    asked: dict[str, Any] = {"questionnaire_id": seeded.questionnaire}
    return [
        to_candidate.AskQuestion(**asked, question_id="age", number=3, total=10),
        to_candidate.RefuseCandidate(**asked, reason="remote_only", retry_at=UNTIL),
        to_candidate.OfferRecruiters(**city, passed=True),
        to_candidate.OfferSlots(**city, recruiter_id=None),
        to_waiting.OfferHeldSlot(slot_id=seeded.free_slot, until=UNTIL),
        to_waiting.TellOfferOver(),
        to_waiting.TellCityClosed(**city),
        to_candidate.PassReply(recruiter_id=seeded.recruiter, text="Да, можно"),
        to_candidate.TellRequestSent(**until, recruiter_reachable=True),
        to_candidate.Congratulate(**booking, with_buttons=False),
        to_candidate.RemindCandidate(**booking),
        to_candidate.GiveMeetingDetails(**booking),
        to_candidate.WithdrawInvitation(**booking),
        *letters_of_moves(seeded),
        to_candidate.ShowWhereYouStand(
            stage=Stage.AWAITING_APPROVAL, booking_id=seeded.booking, revision=1, stale=False
        ),
        to_candidate.HintAtButtons(stage=Stage.SCHEDULED, offer_human=True),
        to_candidate.IntroduceHuman(**city),
        to_candidate.NudgeCandidate(stage=Stage.SCREENING),
        to_candidate.SayGoodbye(ending=Ending.MET),
        to_recruiter.AskForApproval(**until),
        to_recruiter.TellLead(**until),
        to_recruiter.UpdateCard(**booking),
        to_recruiter.NudgeRecruiter(**until),
        to_recruiter.ReportToRecruiter(**booking, status=BookingStatus.DECLINED),
        to_recruiter.AskForPlace(**booking),
        to_recruiter.ReportSilence(**booking),
        to_recruiter.AskOutcome(**booking),
        to_recruiter.ReportUndelivered(**booking, undelivered="congratulate", certain=True),
        to_recruiter.PassWords(recruiter_id=seeded.recruiter, update_id=1),
        to_recruiter.ExplainToRecruiter(**booking),
    ]


def letters_of_moves(seeded: Seeded) -> list[AnyLetter]:
    """Return those of a booking that moves."""
    booking: dict[str, Any] = about(seeded)
    until = {**booking, "answer_until": UNTIL}
    return [
        of_move.AcknowledgeMoveRequest(**until, by_hand=False),
        of_move.OfferWantedSlots(**booking, because=MoveDenial.SLOT_TAKEN),
        of_move.TellMoveWanted(**until, slot_id=seeded.free_slot),
        of_move.OfferOtherTimes(**until, slot_ids=(seeded.free_slot,)),
        of_move.TellMoved(**booking, with_buttons=False),
        of_move.TellMoveRefused(**booking),
        of_move.PassMoveRequest(**until, slot_id=seeded.free_slot),
        of_move.ReportMove(**booking),
        of_move.ReportNoChoice(**booking),
    ]


async def test_every_letter_is_written_and_addressed(seeded: Seeded, session: AsyncSession) -> None:
    await seeded.world.run(
        "INSERT INTO candidate_texts (candidate_id, update_id, text, written_at) VALUES (:id, 1, 'Добрый день', now())",
        id=seeded.candidate,
    )
    await seeded.name_lead()
    kinds = set()
    with capture_logs() as logs:
        for letter in every_letter(seeded):
            envelope = await envelope_of(session, seeded, letter)
            reader = LEAD if isinstance(letter, to_recruiter.TellLead) else MARIA
            assert envelope.chat_id == (ANNA if letter.TO == "candidate" else reader), letter.kind
            assert envelope.card.text
            kinds.add(envelope.kind)
    assert kinds == {letter.kind for letter in get_args(AnyLetter)}
    assert logs == []


async def test_a_letter_about_nobody_is_not_sent(seeded: Seeded, session: AsyncSession) -> None:
    gone = replace(order(seeded, to_candidate.SayGoodbye(ending=Ending.MET)), candidate_id=CandidateId(10**9))
    assert await compose(session, gone) is None
    lost = to_recruiter.UpdateCard(booking_id=BookingId(10**9), revision=1)
    assert await compose(session, order(seeded, lost)) is None


async def test_edits_and_retired_buttons_are_passed_through(seeded: Seeded, session: AsyncSession) -> None:
    letter = to_candidate.OfferSlots(city_id=seeded.city, recruiter_id=None, edits=5, retires=6)
    envelope = await envelope_of(session, seeded, letter)
    assert (envelope.edits, envelope.retires, envelope.booking_id) == (5, 6, None)


async def test_the_citys_words_beat_the_companys_and_those_the_default(seeded: Seeded, session: AsyncSession) -> None:
    letter = to_candidate.RemindCandidate(**about(seeded))
    for city_id, body in ((None, "Компания: {{ starts|when }}"), (seeded.city, "Город: {{ starts|when }}")):
        async with seeded.world.sessions.begin() as saving:
            await save_template(saving, key="remind_candidate", city_id=city_id, language="ru", body=body)
        assert (await card_of(session, seeded, letter)).text.startswith(body.split(":")[0])


async def test_every_stage_can_be_shown(seeded: Seeded, session: AsyncSession) -> None:
    for stage in Stage:
        for ending in (None, *Ending):
            letter = to_candidate.ShowWhereYouStand(
                stage=stage, booking_id=seeded.booking, revision=1, stale=True, ending=ending
            )
            assert "ничего не меняет" in (await card_of(session, seeded, letter)).text


async def test_a_candidate_who_was_reminded_finds_the_three_buttons_again(
    seeded: Seeded, session: AsyncSession
) -> None:
    letter = to_candidate.ShowWhereYouStand(stage=Stage.REMINDED, booking_id=seeded.booking, revision=1, stale=True)
    card = await card_of(session, seeded, letter)
    assert captions(card) == ["✅ Подтверждаю", "❌ Не смогу", "🔁 Просьба перенести"]


async def test_the_link_comes_with_the_confirmation_and_not_before(seeded: Seeded, session: AsyncSession) -> None:
    before = await card_of(session, seeded, to_candidate.Congratulate(**about(seeded), with_buttons=True))
    after = await card_of(session, seeded, to_candidate.GiveMeetingDetails(**about(seeded)))
    assert "https://meet.example.org/ekb" not in before.text
    assert captions(before) == ["✅ Подтверждаю", "❌ Не смогу", "🔁 Просьба перенести"]
    assert "https://meet.example.org/ekb" in after.text


async def test_a_recruiter_who_cannot_be_reached_is_replaced_by_the_manual_contact(
    seeded: Seeded, session: AsyncSession
) -> None:
    letter = to_candidate.TellRequestSent(**about(seeded), answer_until=UNTIL, recruiter_reachable=False)
    card = await card_of(session, seeded, letter)
    assert "ещё не подтверждено" in card.text
    assert captions(card)[0] == "Свяжитесь с нами"


async def test_the_refusal_says_why_and_until_when(seeded: Seeded, session: AsyncSession) -> None:
    letter = to_candidate.RefuseCandidate(
        questionnaire_id=seeded.questionnaire, reason="remote_only", retry_at=NOW + timedelta(days=30)
    )
    card = await card_of(session, seeded, letter)
    assert "работу на месте" in card.text
    assert "с 23 декабря" in card.text


def test_people_are_greeted_by_their_given_name() -> None:
    assert given_name("Петрова Анна Сергеевна") == "Анна"
    assert given_name("Анна") == "Анна"
    assert given_name(None) == ""
