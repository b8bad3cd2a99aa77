"""What all tables share: how constraints are named, and the columns that come back in many of them."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Enum, Identity, MetaData, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

CONSTRAINT_NAMES = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}

TELEGRAM_LINK = "^https://t[.]me/[A-Za-z0-9_+][A-Za-z0-9_+/?=&-]*$"
WEB_LINK = r"^https://\S+$"


class Table(DeclarativeBase):
    """The base of every table. There are no relationships: each query names all that it reads."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)
    # What the database fills in comes back with the statement: reading it later would be I/O by surprise.
    __mapper_args__: Any = MappingProxyType({"eager_defaults": True})
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        int: BigInteger(),
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB(),
    }


RowId = Annotated[int, mapped_column(BigInteger, Identity(always=True), primary_key=True)]
PublicId = Annotated[UUID, mapped_column(server_default=text("gen_random_uuid()"), unique=True)]
CreatedAt = Annotated[datetime, mapped_column(server_default=func.now())]
UpdatedAt = Annotated[datetime, mapped_column(server_default=func.now(), onupdate=func.clock_timestamp())]


def one_of(words: type[StrEnum], name: str, *, checked: bool = True) -> Enum:
    """Return the type of a column that holds one of the words, checked by the database under the given name.

    Unchecked are those that only a trigger writes, and those with a `check_of` of their own.
    """
    return Enum(
        words,
        name=name,
        native_enum=False,
        create_constraint=checked,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def check_of(column: str, words: Iterable[StrEnum]) -> CheckConstraint:
    """Return the check that a column holds one of the words, in the form that costs least.

    PostgreSQL reads a check anew in each statement that writes the table: one constant is read sooner than a list.
    """
    return CheckConstraint(f"{column} = ANY ({array_of(words)})", name=column)


def array_of(words: Iterable[StrEnum]) -> str:
    """Return the words as one constant."""
    return f"'{{{','.join(words)}}}'::text[]"


def values_of(words: frozenset[StrEnum]) -> str:
    """Return the words as an SQL list, in a stable order, for the conditions of partial indexes."""
    return ", ".join(f"'{word}'" for word in sorted(words))
