"""The tables, one module a noun; importing this package registers all of them on `metadata`."""

from database.tables.base import Table
from database.tables.bookings import Booking, BookingEvent, ReservationAnswer
from database.tables.cities import City, CompanySettings
from database.tables.inbox import TelegramUpdate, UpdateStatus
from database.tables.messages import AutoMessage, SendStatus, SentMessage, Template
from database.tables.office import ApiToken, AuditEntry
from database.tables.people import (
    Candidate,
    CandidateText,
    Recruiter,
    RecruiterCity,
    RecruiterInvitation,
    RecruiterPrompt,
)
from database.tables.screening import PublishedQuestionnaire, ScreeningAnswer, ScreeningResult
from database.tables.slots import Slot, SlotClaim
from database.tables.waiting import RescheduleRequest, SlotOffer, WaitlistEntry

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
    "TelegramUpdate",
    "Template",
    "UpdateStatus",
    "WaitlistEntry",
    "metadata",
]
