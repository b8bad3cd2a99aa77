"""What a process tells of itself while it talks to Temporal: named log lines always, traces where they are wanted."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from temporalio.client import Interceptor

from otklik.log_context import LogContext
from otklik.settings import Settings


@contextmanager
def observed(settings: Settings, process: str) -> Iterator[list[Interceptor]]:
    """Yield what the Temporal client of this process is given; on the way out the last spans are sent.

    Without a collector nothing of OpenTelemetry's SDK is even loaded.
    """
    endpoint, headers = settings.otel_exporter_otlp_endpoint, settings.otel_exporter_otlp_headers
    if endpoint is None:
        yield [LogContext()]
        return
    secret = "" if headers is None else headers.get_secret_value()
    with import_module("otklik.tracing").traced(process, str(endpoint), secret) as interceptors:
        yield [*interceptors, LogContext()]
