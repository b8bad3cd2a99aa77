"""Who changed what: a line of the audit log, in the transaction of the change where that is one of ours."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_jsonable_python
from sqlalchemy.ext.asyncio import AsyncSession

from api.surroundings import Surroundings
from database import audit
from database.office.tokens import ApiCaller
from domain.booking import Actor

Shown = BaseModel | Mapping[str, Any] | None


async def write_down(
    session: AsyncSession,
    around: Surroundings,
    caller: ApiCaller,
    what: str,
    *,
    table: str,
    row_id: int,
    before: Shown = None,
    after: Shown = None,
) -> None:
    """Note what was done in whose name; of a row shown twice only what differs."""
    was, became = _plain(before), _plain(after)
    if was is not None and became is not None:
        same = {name for name in was.keys() & became.keys() if was[name] == became[name]}
        was = {name: value for name, value in was.items() if name not in same}
        became = {name: value for name, value in became.items() if name not in same}
    await audit.record(
        session,
        actor=Actor.ADMIN,
        actor_id=caller.id,
        what=what,
        at=around.now(),
        subject_table=table,
        subject_id=row_id,
        before=was,
        after=became,
    )


def _plain(shown: Shown) -> dict[str, Any] | None:
    return None if shown is None else dict(to_jsonable_python(shown))
