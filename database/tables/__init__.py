"""The tables, one module a noun; importing this package registers all of them on `metadata`."""

from database.tables.base import Table
from database.tables.bookings import Booking, BookingEvent, ReservationAnswer
from database.tables.cities import City, CompanySettings, ToldPolicy
from database.tables.inbox import TelegramUpdate, UpdateStatus
from database.tables.messages import AutoMessage, SendStatus, SentMessage, Template
from database.tables.office import ApiToken, AuditEntry
from database.tables.people import (
    Candidate,
    CandidateText,
    PromptPurpose,
    Recruiter,
    RecruiterCity,
    RecruiterInvitation,
    RecruiterPrompt,
)
from database.tables.screening import PublishedQuestionnaire, ScreeningAnswer, ScreeningResult
from database.tables.slots import Slot, SlotClaim
from database.tables.waiting import RescheduleRequest, SlotOffer, SlotProposal, WaitlistEntry

metadata = Table.metadata

__all__ = [
    "ApiToken",
    "AuditEntry",
    "AutoMessage",
    "Booking",
    "BookingEvent",
    "Candidate",
    "CandidateText",
    "City",
    "CompanySettings",
    "PromptPurpose",
    "PublishedQuestionnaire",
    "Recruiter",
    "RecruiterCity",
    "RecruiterInvitation",
    "RecruiterPrompt",
    "RescheduleRequest",
    "ReservationAnswer",
    "ScreeningAnswer",
    "ScreeningResult",
    "SendStatus",
    "SentMessage",
    "Slot",
    "SlotClaim",
    "SlotOffer",
    "SlotProposal",
    "TelegramUpdate",
    "Template",
    "ToldPolicy",
    "UpdateStatus",
    "WaitlistEntry",
    "metadata",
]
