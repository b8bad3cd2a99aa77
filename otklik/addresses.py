"""Which port each part listens on, decided before anything starts so that the parts can start together."""

from dataclasses import dataclass

from otklik.embedded.ports import LOOPBACK, free_ports, is_free
from otklik.embedded.temporal import TemporalPorts
from otklik.errors import CannotStartError
from otklik.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Ports on the loopback address."""

    api: int
    page: int
    temporal: TemporalPorts
    worker_health: int
    bot_health: int

    @property
    def api_url(self) -> str:
        return url_of(self.api)

    @property
    def page_url(self) -> str:
        return url_of(self.page)

    @property
    def temporal_ui_url(self) -> str:
        return url_of(self.temporal.frontend if self.temporal.ui is None else self.temporal.ui)


def url_of(port: int) -> str:
    """Return the address of a web server on this machine."""
    return f"http://{LOOPBACK}:{port}"


def spare_addresses() -> Addresses:
    """Return ports that nobody uses, whatever the settings say."""
    api, page, worker, bot, *temporal = free_ports(8)
    return Addresses(api=api, page=page, temporal=TemporalPorts(*temporal), worker_health=worker, bot_health=bot)


def choose_addresses(settings: Settings) -> Addresses:
    """Return the ports of this run; raise `CannotStartError` when one that was asked for is taken."""
    spare = iter(free_ports(8))
    return Addresses(
        api=_port(settings, "api_port", next(spare), settings.api_host),
        page=_port(settings, "page_port", next(spare)),
        temporal=TemporalPorts(
            frontend=_port(settings, "temporal_port", next(spare)),
            ui=_port(settings, "temporal_ui_port", next(spare)),
            http=next(spare),
            metrics=next(spare),
        ),
        worker_health=next(spare),
        bot_health=next(spare),
    )


def _port(settings: Settings, field: str, spare: int, host: str = LOOPBACK) -> int:
    """Return the configured port if it is free; a default that is taken gives way to a spare one."""
    wanted: int = getattr(settings, field)
    if is_free(wanted, host):
        return wanted
    if settings.is_explicit(field):
        raise CannotStartError(
            f"Port {wanted} is taken: stop whoever listens there, or set {field.upper()} to another one."
        )
    return spare
