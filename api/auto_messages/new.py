"""What callers write about an auto-message, and what is wrong with it."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    model_validator,
)

from api.auto_messages.seen import SAMPLE
from api.patching import kept_if_left_out
from api.words import Name, Printable, ZoneName
from bot.telegram_html import problems
from bot.wording import languages
from domain.announcements import DEFAULT_ZONE, AnnouncementStatus
from domain.cron import CronError, read_cron
from domain.stages import Stage

LONGEST_SOURCE = 16_000  # tags and all; what is read has Telegram's own limit
FARTHEST_CHAT = 2**52  # Telegram's ids have at most 52 bits
PLACEHOLDERS = ("{{", "}}", "{%", "%}", "{#", "#}")
Stance = Literal[AnnouncementStatus.DRAFT, AnnouncementStatus.SCHEDULED]


def _sendable(text: str) -> str:
    if any(sign in text for sign in PLACEHOLDERS):
        raise ValueError("it is sent as it is, without placeholders: take the braces out")
    found = problems(text)
    if found:
        raise ValueError("; ".join(found))
    return text


def _recurring(words: str) -> str:
    try:
        read_cron(words)
    except CronError as error:
        raise ValueError(str(error)) from None
    return " ".join(words.split())


def _known_language(code: str) -> str:
    if code not in languages():
        raise ValueError(f"choose one of {', '.join(sorted(languages()))}")
    return code


def _whole_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


Html = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_SOURCE), Printable,
    AfterValidator(_sendable),
]  # fmt: skip
CronWords = Annotated[str, StringConstraints(min_length=9, max_length=100), AfterValidator(_recurring)]
Language = Annotated[str, StringConstraints(pattern="^[a-z]{2}$"), AfterValidator(_known_language)]
Due = Annotated[AwareDatetime, AfterValidator(_whole_second)]
ChatId = Annotated[int, Field(ge=-FARTHEST_CHAT, le=FARTHEST_CHAT)]

DUE = "When it goes out, once; an instant to come, with an offset"
CRON = "When it goes out again and again: minute, hour, day, month, day of the week (0 is Sunday); at most hourly"
ZONE = "IANA name: by whose clocks `cron` is read, and when recipients without a city sleep"
TEXT = "HTML of Telegram, 4096 characters without the tags; no placeholders"
CHAT = "One chat instead of an audience: anybody's, or a group's. Only admins"
QUIET = "Who sleeps (by the zone and the policy of their city) gets it in the morning"
STANCE = "A draft waits for the word to be scheduled"


class NewAutoMessage(BaseModel):
    """A message, when it goes out (`due_at` or `cron`), and to whom: an audience, or one chat."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [SAMPLE]})

    title: Name
    text: Html = Field(description=TEXT)
    due_at: Due | None = Field(default=None, description=DUE)
    cron: CronWords | None = Field(default=None, description=CRON)
    zone: ZoneName = Field(default=DEFAULT_ZONE, description=ZONE)
    target_chat_id: ChatId | None = Field(default=None, description=CHAT)
    city_public_id: UUID | None = Field(default=None, description="null: every city; managers name one of theirs")
    stage: Stage | None = Field(default=None, description="null: every stage")
    language: Language | None = Field(default=None, description="null: every language")
    respects_quiet_hours: StrictBool = Field(default=True, description=QUIET)
    status: Stance = Field(default=AnnouncementStatus.SCHEDULED, description=STANCE)

    @model_validator(mode="after")
    def _one_time_and_one_audience(self) -> Self:
        if (self.due_at is None) == (self.cron is None):
            raise ValueError("give either due_at or cron")
        if self.stage is Stage.UNREACHABLE:
            raise ValueError("nobody at the stage unreachable can be written to")
        if self.target_chat_id == 0:
            raise ValueError("there is no chat 0")
        if self.target_chat_id is not None and (self.stage is not None or self.language is not None):
            raise ValueError("a chat has no stage and no language: leave them out")
        return self


class AutoMessageChange(BaseModel):
    """What shall be different; whoever it is for can change, but a chat stays that chat."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "The code is <b>2580</b>."}]})

    title: Name = kept_if_left_out("What people in the office call it")
    text: Html = kept_if_left_out(TEXT)
    due_at: Due | None = kept_if_left_out(DUE)
    cron: CronWords | None = kept_if_left_out(CRON)
    zone: ZoneName = kept_if_left_out(ZONE)
    city_public_id: UUID | None = kept_if_left_out("null: every city")
    stage: Stage | None = kept_if_left_out("null: every stage")
    language: Language | None = kept_if_left_out("null: every language")
    respects_quiet_hours: StrictBool = kept_if_left_out(QUIET)
    status: Stance = kept_if_left_out(STANCE)


def changed(before: dict[str, Any], changes: dict[str, Any]) -> NewAutoMessage:
    """Return the message as it would be; raise ValidationError where the parts do not fit together."""
    return NewAutoMessage.model_validate(before | changes)
