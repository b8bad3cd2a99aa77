"""Everything that the machine can wish for: deeds done to the database, letters sent to people."""

from workflows.deeds import AnyPlainDeed
from workflows.letters.of_move import AnyMoveLetter
from workflows.letters.to_candidate import AnyCandidateLetter
from workflows.letters.to_recruiter import AnyRecruiterLetter
from workflows.letters.to_waiting import AnyWaitingLetter
from workflows.move_deeds import AnyMoveDeed

AnyDeed = AnyPlainDeed | AnyMoveDeed
AnyLetter = AnyCandidateLetter | AnyWaitingLetter | AnyMoveLetter | AnyRecruiterLetter
Effect = AnyDeed | AnyLetter
