"""Everything that the machine can wish for: deeds done to the database, letters sent to people."""

from workflows.candidate_letters import AnyCandidateLetter
from workflows.deeds import AnyPlainDeed
from workflows.move_deeds import AnyMoveDeed
from workflows.move_letters import AnyMoveLetter
from workflows.recruiter_letters import AnyRecruiterLetter
from workflows.waiting_letters import AnyWaitingLetter

AnyDeed = AnyPlainDeed | AnyMoveDeed
AnyLetter = AnyCandidateLetter | AnyWaitingLetter | AnyMoveLetter | AnyRecruiterLetter
Effect = AnyDeed | AnyLetter
