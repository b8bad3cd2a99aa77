"""Temporal's core in a process of ours: its log lines take our way, its metrics are taken along by our `/metrics`."""

import logging

from temporalio.runtime import LogForwardingConfig, LoggingConfig, PrometheusConfig, Runtime, TelemetryConfig

from otklik.embedded.ports import LOOPBACK, free_ports
from otklik.settings import Settings


def core_metrics_port(settings: Settings) -> int | None:
    """Return a free port for the core's metrics; None in a process that offers no metrics at all."""
    return free_ports(1)[0] if settings.health_port else None


def core_runtime(port: int | None) -> Runtime:
    """Return the core with its metrics, in Prometheus' units, on this port; without a port it has none.

    Its own way of logging would write past masks and format, and quote what failures say.
    """
    forwarding = LogForwardingConfig(
        logging.getLogger("temporalio.core"),
        append_target_to_name=False,
        prepend_target_on_message=False,
        append_log_fields_to_message=False,
    )
    telemetry = TelemetryConfig(
        logging=LoggingConfig(LoggingConfig.default.filter, forwarding),
        metrics=None if port is None else _metrics(port),
    )
    return Runtime(telemetry=telemetry)


def _metrics(port: int) -> PrometheusConfig:
    return PrometheusConfig(
        bind_address=f"{LOOPBACK}:{port}",
        counters_total_suffix=True,
        unit_suffix=True,
        durations_as_seconds=True,
    )
