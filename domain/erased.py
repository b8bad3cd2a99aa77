"""What is said of those who were erased: nothing can be told to them, and nothing of them can be read."""

from domain.ids import CandidateId


class CandidateErasedError(ValueError):
    """The candidate was erased, and with them the key of everything that Temporal keeps of them."""

    def __init__(self, candidate_id: CandidateId) -> None:
        super().__init__(f"candidate {candidate_id} was erased")
        self.candidate_id = candidate_id
