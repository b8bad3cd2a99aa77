"""Whom the doctor examines: the settings, and what could be reached of the servers."""

from dataclasses import dataclass, field
from datetime import datetime

from aiogram import Bot
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from otklik.clock import now
from otklik.settings import Settings


@dataclass(kw_only=True)
class Patient:
    """What is None could not be reached, and the check that tried has said why.

    `without_key` says why nothing can be read; `for_keys` are the connections through which keys are looked up.
    """

    settings: Settings
    engine: AsyncEngine | None = None
    client: Client | None = None
    bot: Bot | None = None
    for_keys: AsyncEngine | None = None
    without_key: str | None = None
    asked_at: datetime = field(default_factory=now)


class NotReachedError(Exception):
    """What a check needs is not there; the reason stands in another line."""


def engine_of(patient: Patient) -> AsyncEngine:
    """Return the database, or raise `NotReachedError`."""
    if patient.engine is None:
        raise NotReachedError("the database is not there")
    return patient.engine


def client_of(patient: Patient) -> Client:
    """Return Temporal, or raise `NotReachedError`."""
    if patient.client is None:
        raise NotReachedError("Temporal is not there")
    return patient.client


def bot_of(patient: Patient) -> Bot:
    """Return the bot, or raise `NotReachedError`."""
    if patient.bot is None:
        raise NotReachedError("Telegram is not there")
    return patient.bot
