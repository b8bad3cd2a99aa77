import socket
from collections.abc import Iterator

import pytest

from otklik.addresses import choose_addresses
from otklik.embedded.ports import LOOPBACK
from otklik.errors import CannotStartError
from otklik.settings import Settings


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server((LOOPBACK, 0)) as listener:
        yield int(listener.getsockname()[1])


def test_a_taken_port_that_was_asked_for_is_named_with_its_variable(taken: int) -> None:
    with pytest.raises(CannotStartError) as error:
        choose_addresses(Settings(api_port=taken))
    assert str(error.value) == (f"Port {taken} is taken: stop whoever listens there, or set API_PORT to another one.")


def test_a_taken_default_gives_way_to_a_free_port(taken: int) -> None:
    settings = Settings.model_construct(**{**Settings().model_dump(), "page_port": taken}, _fields_set=set())
    assert choose_addresses(settings).page not in {taken, 0}


def test_all_ports_differ() -> None:
    chosen = choose_addresses(Settings())
    temporal = chosen.temporal
    ports = [chosen.api, chosen.page, chosen.worker_health, chosen.bot_health]
    ports += [temporal.frontend, temporal.http, temporal.metrics, temporal.ui or 0]
    assert len(set(ports)) == len(ports)
