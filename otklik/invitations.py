"""The recruiters' deep links on the stand-in's page: offering them, and which still wait for somebody."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from otklik.embedded.http_probe import answer_of

PATH = "/sim/invitations"


@dataclass(frozen=True, kw_only=True)
class OfferedInvitation:
    """Who is invited, what follows /start, and whether somebody has followed it."""

    label: str
    payload: str
    is_used: bool = False


async def offered_invitations(standin_port: int) -> list[OfferedInvitation] | None:
    """Return what the page offers, None when the stand-in does not answer."""
    answer = await answer_of(standin_port, PATH)
    if answer is None:
        return None
    return [
        OfferedInvitation(label=each["label"], payload=each["payload"], is_used="person_id" in each)
        for each in json.loads(answer)["invitations"]
    ]


async def offer_invitations(standin_port: int, invitations: Sequence[OfferedInvitation]) -> bool:
    """Let the page offer these instead of what it offered before; False when the stand-in does not take them."""
    body = json.dumps([{"label": each.label, "payload": each.payload} for each in invitations])
    return await answer_of(standin_port, PATH, body) is not None
