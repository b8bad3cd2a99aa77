"""How an event reaches a receiver: what can become of a delivery, what can go wrong, and when it is tried again."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class DeliveryStatus(StrEnum):
    """How far an event got with one endpoint."""

    WAITING = "waiting"  # to be sent, or to be sent again
    DELIVERED = "delivered"  # the receiver answered 2xx
    FAILED = "failed"  # it makes no sense to try again: 410, or an address where nothing is sent
    ABANDONED = "abandoned"  # tried for as long as it is tried, or the endpoint was switched off


class Trouble(StrEnum):
    """Why one attempt did not deliver."""

    STATUS = "status"  # the receiver answered something else than 2xx
    TIMEOUT = "timeout"
    NO_CONNECTION = "no_connection"
    NO_SUCH_HOST = "no_such_host"
    BAD_CERTIFICATE = "bad_certificate"
    ADDRESS_REFUSED = "address_refused"  # it is not public, or not https
    SECRET_UNREADABLE = "secret_unreadable"  # noqa: S105 - no secret: it was sealed with a key that is not known here
    SWITCHED_OFF = "switched_off"


class EndpointStop(StrEnum):
    """Why the house itself switched an endpoint off."""

    GONE = "gone"  # the receiver answered 410
    FAILING = "failing"  # nothing was delivered for as long as it is tried


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How patiently one event is sent: 5 s after the first failure, then four times as long each time, for three days.

    `one_try` is how long a receiver may take to answer; `tries` 0 stands for as many as there is time for.
    """

    first: timedelta = timedelta(seconds=5)
    growth: float = 4
    longest: timedelta = timedelta(hours=6)
    give_up_after: timedelta = timedelta(days=3)
    one_try: timedelta = timedelta(seconds=10)
    tries: int = 0


USUAL_PACE = Pace()
SINGLE_TRY = Pace(tries=1, give_up_after=timedelta(minutes=1))  # an admin waits for it
MOST_STEPS = 10  # the pause is at its longest long before


def pause_after(failures: int, pace: Pace, asked: timedelta | None = None) -> timedelta:
    """Return how long to wait after that many failures in a row; a receiver that asks for longer is obeyed."""
    own = min(pace.first * pace.growth ** min(failures - 1, MOST_STEPS), pace.longest)
    return own if asked is None else max(own, min(asked, pace.give_up_after))
