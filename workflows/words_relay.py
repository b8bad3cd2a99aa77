"""Words between people outside of any journey: who writes after the end has readers too. Short-lived."""

from dataclasses import dataclass

from temporalio import workflow

from domain.ids import CandidateId, CityId, RecruiterId
from domain.stages import Stage
from workflows import doing
from workflows.deeds import KeepText
from workflows.effects import AnyLetter
from workflows.findings import WordsKept
from workflows.letters.to_candidate import PassReply
from workflows.letters.to_recruiter import PassWords
from workflows.steps import SendLetter


@dataclass(frozen=True, kw_only=True)
class StrayWords:
    """What a candidate without an open journey wrote, or (`by`) what a recruiter answered to them."""

    candidate_id: CandidateId
    update_id: int
    text: str
    city_id: CityId | None = None
    by: RecruiterId | None = None


@workflow.defn
class WordsRelay:
    """Passes on one message; how it arrives is in the send ledger."""

    @workflow.run
    async def run(self, words: StrayWords) -> int:
        """Keep a candidate's words and pass them to each recruiter of the city, or a recruiter's to the candidate.

        Return to how many they went; 0: an admin finds them in the queue of words.
        """
        letters = await self._letters(words)
        for number, letter in enumerate(letters):
            order = SendLetter(
                candidate_id=words.candidate_id,
                letter=letter,
                occurrence=number,
                stage=Stage.CLOSED,
                now=workflow.now(),
            )
            await doing.send(order, None)
        return len(letters)

    async def _letters(self, words: StrayWords) -> list[AnyLetter]:
        if words.by is not None:
            return [PassReply(recruiter_id=words.by, text=words.text)]
        kept = await doing.do(
            KeepText(
                candidate_id=words.candidate_id,
                now=workflow.now(),
                text=words.text,
                update_id=words.update_id,
                city_id=words.city_id,
                booking_id=None,
            )
        )
        assert isinstance(kept, WordsKept)  # noqa: S101 - the answer of that step
        return [PassWords(recruiter_id=reader, update_id=words.update_id) for reader in kept.readers]
