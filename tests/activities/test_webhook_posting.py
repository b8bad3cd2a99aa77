"""Calls to receivers: where they may go, and what an answer means."""

import socket
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from activities.webhook_posting import LONGEST_BODY, Answer, Poster, retry_after
from domain.public_addresses import is_public
from domain.webhooks import Trouble
from tests.activities.receiver import Receiver

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
INSIDE, OUTSIDE = Poster(to_private=True), Poster()
PATIENCE = timedelta(seconds=5)


async def post(poster: Poster, url: str, patience: timedelta = PATIENCE) -> Answer:
    return await poster.post(url, {"webhook-id": "1"}, b"{}", patience=patience, now=NOW)


async def test_a_2xx_delivers_and_nothing_else_does(receiver: Receiver) -> None:
    receiver.answers = [web.Response(status=status) for status in (200, 299, 302, 400, 410, 503)]
    answers = [await post(INSIDE, receiver.url) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200, 299, 302, 400, 410, 503]
    assert [answer.trouble for answer in answers] == [None, None, *[Trouble.STATUS] * 4]


async def test_a_redirection_is_not_followed(receiver: Receiver) -> None:
    receiver.answers = [web.Response(status=307, headers={"Location": receiver.url})]
    assert (await post(INSIDE, receiver.url)).status_code == 307
    assert len(receiver.calls) == 1


async def test_a_receiver_may_say_when_to_come_again(receiver: Receiver) -> None:
    receiver.answers = [web.Response(status=429, headers={"Retry-After": "120"})]
    assert (await post(INSIDE, receiver.url)).retry_after == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("text", "pause"),
    [
        ("0", timedelta()),
        ("Mon, 23 Nov 2026 09:00:30 GMT", timedelta(seconds=30)),
        ("Mon, 23 Nov 2026 08:00:00 GMT", timedelta()),
        ("soon", None),
        ("-5", None),
        ("9" * 400, None),
        (None, None),
    ],
)
def test_a_pause_is_seconds_or_a_date(text: str | None, pause: timedelta | None) -> None:
    assert retry_after(text, NOW) == pause


async def test_who_does_not_answer_is_not_waited_for(receiver: Receiver) -> None:
    receiver.hangs = True
    assert (await post(INSIDE, receiver.url, timedelta(seconds=0.1))).trouble is Trouble.TIMEOUT


async def test_nobody_there_no_such_host_and_no_tls_are_told_apart(receiver: Receiver) -> None:
    unheard = socket.socket()  # bound and never listening: whoever calls there is refused
    unheard.bind(("127.0.0.1", 0))
    nobody = await post(INSIDE, f"http://127.0.0.1:{unheard.getsockname()[1]}/")
    unheard.close()
    assert nobody.trouble is Trouble.NO_CONNECTION
    assert (await post(INSIDE, "http://receiver.invalid/")).trouble is Trouble.NO_SUCH_HOST
    without_tls = await post(INSIDE, receiver.url.replace("http:", "https:"))
    assert without_tls.trouble in {Trouble.BAD_CERTIFICATE, Trouble.NO_CONNECTION}


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254", "2130706433", "0"]
)
async def test_nothing_is_sent_into_the_house_whatever_names_it(receiver: Receiver, host: str) -> None:
    port = receiver.url.rpartition(":")[2]
    assert (await post(OUTSIDE, f"https://{host}:{port}")).trouble is Trouble.ADDRESS_REFUSED
    assert receiver.calls == []


async def test_nothing_is_sent_without_tls_to_the_outside() -> None:
    assert (await post(OUTSIDE, "http://example.com/")).trouble is Trouble.ADDRESS_REFUSED


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
)
def test_addresses_of_the_public_internet_are_let_through(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.1",
        "100.64.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2002:7f00:1::",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2001:db8::1",
        "not an address",
    ],
)
def test_addresses_of_the_house_are_not(address: str) -> None:
    assert not is_public(address)


async def test_a_body_is_never_longer_than_64_kilobytes() -> None:
    with pytest.raises(ValueError, match="bytes"):
        await INSIDE.post("http://x", {}, b"x" * (LONGEST_BODY + 1), patience=PATIENCE, now=NOW)
