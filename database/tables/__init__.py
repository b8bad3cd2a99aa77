"""The tables, one module a noun; importing this package registers all of them on `metadata`."""

from database.tables.announcements import AutoMessage, AutoMessageDelivery, AutoMessageRun
from database.tables.base import Table
from database.tables.bookings import Booking, BookingEvent, ReservationAnswer
from database.tables.cities import City, CompanySettings, ToldPolicy
from database.tables.inbox import TelegramUpdate, UpdateStatus
from database.tables.keys import CandidateKey
from database.tables.messages import SendStatus, SentMessage, Template
from database.tables.office import ApiToken, ApiTokenCity, AuditEntry, IdempotencyKey, Role
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
from database.tables.slots import Slot, SlotClaim, SlotImport
from database.tables.waiting import RescheduleRequest, SlotOffer, SlotProposal, WaitlistEntry
from database.tables.webhooks import WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookEvent

metadata = Table.metadata

__all__ = [
    "ApiToken",
    "ApiTokenCity",
    "AuditEntry",
    "AutoMessage",
    "AutoMessageDelivery",
    "AutoMessageRun",
    "Booking",
    "BookingEvent",
    "Candidate",
    "CandidateKey",
    "CandidateText",
    "City",
    "CompanySettings",
    "IdempotencyKey",
    "PromptPurpose",
    "PublishedQuestionnaire",
    "Recruiter",
    "RecruiterCity",
    "RecruiterInvitation",
    "RecruiterPrompt",
    "RescheduleRequest",
    "ReservationAnswer",
    "Role",
    "ScreeningAnswer",
    "ScreeningResult",
    "SendStatus",
    "SentMessage",
    "Slot",
    "SlotClaim",
    "SlotImport",
    "SlotOffer",
    "SlotProposal",
    "TelegramUpdate",
    "Template",
    "ToldPolicy",
    "UpdateStatus",
    "WaitlistEntry",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookEvent",
    "metadata",
]
