"""The journey as a later version might have it: after the congratulation the candidate is shown where things stand."""

from temporalio import workflow

from workflows.candidate_journey import CandidateJourney
from workflows.effects import AnyLetter
from workflows.journey import Journey
from workflows.letters.to_candidate import Congratulate, ShowWhereYouStand


@workflow.defn(name="CandidateJourney")
class LaterJourney(CandidateJourney):
    """A small change behind a patch, as a release makes it."""

    @workflow.init
    def __init__(self, journey: Journey) -> None:
        super().__init__(journey)

    @workflow.run
    async def run(self, journey: Journey) -> None:
        await super().run(journey)

    def _post(self, letter: AnyLetter) -> None:
        super()._post(letter)
        if isinstance(letter, Congratulate) and workflow.patched("stand-after-congratulation"):
            booking = letter.booking_id
            super()._post(
                ShowWhereYouStand(stage=self._journey.stage, booking_id=booking, revision=letter.revision, stale=False)
            )
