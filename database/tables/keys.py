"""The keys of candidates, each wrapped by a master key that the database never sees."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import CreatedAt, Table


class CandidateKey(Table):
    """The key of all that Temporal keeps of one candidate; without its row nobody can read that any more."""

    __tablename__ = "candidate_keys"
    __table_args__ = (CheckConstraint("length(wrapped_key) >= 60", name="wrapped_key"), Index(None, "master_key_id"))

    candidate_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary)
    master_key_id: Mapped[str]
    created_at: Mapped[CreatedAt]
