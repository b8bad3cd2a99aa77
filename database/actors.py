"""Who did something, by name and by the id that leaves the house, as columns beside the row that says it."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from database.tables import ApiToken, Candidate, Recruiter
from domain.booking import Actor

ActorColumn = InstrumentedAttribute[Any] | ColumnElement[Any]


def actor_name(actor: ActorColumn, actor_id: ActorColumn) -> ColumnElement[str | None]:
    """Return the name of a recruiter or of an admin's token; candidates are known by their id only."""
    recruiter, token = aliased(Recruiter), aliased(ApiToken)
    return case(
        (actor == Actor.RECRUITER, select(recruiter.name).where(recruiter.id == actor_id).scalar_subquery()),
        (actor == Actor.ADMIN, select(token.name).where(token.id == actor_id).scalar_subquery()),
    ).label("actor_name")


def actor_public_id(actor: ActorColumn, actor_id: ActorColumn) -> ColumnElement[Any]:
    """Return the public id of a recruiter, an admin's token or a candidate."""
    recruiter, token, candidate = aliased(Recruiter), aliased(ApiToken), aliased(Candidate)
    return case(
        (actor == Actor.RECRUITER, select(recruiter.public_id).where(recruiter.id == actor_id).scalar_subquery()),
        (actor == Actor.ADMIN, select(token.public_id).where(token.id == actor_id).scalar_subquery()),
        (actor == Actor.CANDIDATE, select(candidate.public_id).where(candidate.id == actor_id).scalar_subquery()),
    ).label("actor_public_id")


def is_actor(actor: ActorColumn, actor_id: ActorColumn, public_id: UUID) -> ColumnElement[bool]:
    """Match what was done by the recruiter, the admin's token or the candidate of that public id."""
    tables = ((Actor.RECRUITER, Recruiter), (Actor.ADMIN, ApiToken), (Actor.CANDIDATE, Candidate))
    return or_(
        *(
            and_(actor == role, actor_id == select(table.id).where(table.public_id == public_id).scalar_subquery())
            for role, table in tables
        )
    )
