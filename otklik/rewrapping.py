"""After a change of the master key: what the former ones wrap in the database is wrapped by the first one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio.api.common.v1 import Payload

from database.people.candidate_keys import keys_not_under, replace_wrapping
from database.webhooks.secrets import SealedSecrets, replace_sealing, sealed_secrets
from otklik.codec import KEY_ID, EncryptionCodec
from otklik.key_wrapping import KeyWrapping
from otklik.payload_keys import key_id
from workflows.sealing import Sealing

AT_ONCE = 500  # keys of candidates in one transaction


@dataclass(frozen=True, kw_only=True)
class Rewrapped:
    """How many keys of candidates, and how many endpoints of webhooks, are under the first master key since."""

    candidates: int
    webhooks: int


async def rewrap_all(sessions: async_sessionmaker[AsyncSession], masters: Sequence[bytes]) -> Rewrapped:
    """Wrap everything by the first master key; again, or beside running processes, it does no harm.

    Raises UnwrappableKeyError or UnreadableSecretError at what none of the master keys opens.
    """
    wrapping = KeyWrapping(masters)
    done, after = 0, 0
    while True:
        async with sessions.begin() as session:
            found = await keys_not_under(session, wrapping.first, after=after, limit=AT_ONCE)
            for candidate_id, key in found:
                await replace_wrapping(session, candidate_id, wrapping.rewrap(key, candidate_id))
        if not found:
            break
        done, after = done + len(found), found[-1][0]
    return Rewrapped(candidates=done, webhooks=await _reseal_webhooks(sessions, masters))


async def _reseal_webhooks(sessions: async_sessionmaker[AsyncSession], masters: Sequence[bytes]) -> int:
    sealing, first = Sealing(EncryptionCodec(masters)), key_id(masters[0])
    done = 0
    async with sessions.begin() as session:
        for sealed in await sealed_secrets(session):
            if all(_is_under(first, each) for each in (sealed.secret, sealed.previous_secret)):
                continue
            await replace_sealing(session, await _resealed(sealing, sealed))
            done += 1
    return done


async def _resealed(sealing: Sealing, sealed: SealedSecrets) -> SealedSecrets:
    previous = sealed.previous_secret
    return replace(
        sealed,
        secret=await sealing.seal(await sealing.open(sealed.secret)),
        previous_secret=await sealing.seal(await sealing.open(previous)) if previous is not None else None,
    )


def _is_under(key: bytes, sealed: bytes | None) -> bool:
    return sealed is None or Payload.FromString(sealed).metadata[KEY_ID] == key
