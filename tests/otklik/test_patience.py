import asyncio

import pytest

from otklik.errors import CannotStartError
from otklik.processes.patience import StoppedEarlyError, until_it_answers


class Server:
    """Answers at the third question."""

    def __init__(self) -> None:
        self.asked = 0

    async def ask(self) -> str:
        self.asked += 1
        if self.asked < 3:
            raise ConnectionRefusedError("not yet\nand more that nobody wants to read")
        return "here"


async def test_a_server_that_comes_up_later_is_waited_for() -> None:
    assert await until_it_answers("It", Server().ask, asyncio.Event(), (OSError,)) == "here"


async def test_when_patience_ends_the_last_reason_is_said_in_one_line() -> None:
    with pytest.raises(CannotStartError) as error:
        await until_it_answers("It", Server().ask, asyncio.Event(), (OSError,), patience=0.0)
    assert str(error.value) == "It did not answer within 0 s: not yet"


async def test_a_wish_to_stop_ends_the_waiting() -> None:
    stop = asyncio.Event()
    stop.set()
    with pytest.raises(StoppedEarlyError):
        await until_it_answers("It", Server().ask, stop, (OSError,))


async def test_what_is_not_temporary_is_not_waited_for() -> None:
    with pytest.raises(ConnectionRefusedError):
        await until_it_answers("It", Server().ask, asyncio.Event(), (ValueError,))
