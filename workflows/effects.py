"""Everything that the machine can wish for: deeds done to the database, letters sent to people."""

from workflows.candidate_letters import AnyCandidateLetter
from workflows.deeds import AnyDeed
from workflows.recruiter_letters import AnyRecruiterLetter
from workflows.waiting_letters import AnyWaitingLetter

AnyLetter = AnyCandidateLetter | AnyWaitingLetter | AnyRecruiterLetter
Effect = AnyDeed | AnyLetter
