"""Traces: from the update of Telegram through the journey to the message, exported by OTLP, with nobody's name in them.

Loaded only where `OTEL_EXPORTER_OTLP_ENDPOINT` is set. OpenTelemetry's SDK reads its other variables (`OTEL_…`) itself,
as their specification names them: sampling, resource attributes, certificates, time-outs.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Event, ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.sampling import Decision, Sampler, SamplingResult
from opentelemetry.trace import Link, SpanKind, Status, TraceState
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from opentelemetry.util.re import parse_env_headers
from opentelemetry.util.types import Attributes
from temporalio import client, worker
from temporalio.contrib.opentelemetry import TracingInterceptor

from otklik.causes import NOTE_SPAN, CausedDeeds, TraceContext

# Everything else that somebody notes stays here: ids of ours and names of methods say where, never who.
KEPT = frozenset(
    {
        "temporalActivityID",
        "temporalActivityType",
        "temporalRunID",
        "temporalUpdateID",
        "temporalWorkflowID",
        "telegram.method",
        "telegram.update_id",
        "telegram.update_type",
        "otklik.waited_seconds",
        "exception.type",
        "http.request.method",
        "http.response.status_code",
        "http.route",
    }
)
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
W3C = TraceContextTextMapPropagator()


class JourneyTracing(client.Interceptor, worker.Interceptor):
    """Temporal's own spans for clients and activities; inside workflows, deeds follow the news that caused them."""

    def __init__(self, tracer: trace.Tracer) -> None:
        self._tracer = tracer
        self._temporals = TracingInterceptor(tracer)

    def intercept_client(self, next: client.OutboundInterceptor) -> client.OutboundInterceptor:  # noqa: A002 -- the SDK's name
        """Make a span of each call, and send its context along."""
        return self._temporals.intercept_client(next)

    def intercept_activity(self, next: worker.ActivityInboundInterceptor) -> worker.ActivityInboundInterceptor:  # noqa: A002 -- the same
        """Make a span of each try."""
        return self._temporals.intercept_activity(next)

    def workflow_interceptor_class(
        self,
        input: worker.WorkflowInterceptorClassInput,  # noqa: A002 -- the same
    ) -> type[worker.WorkflowInboundInterceptor]:
        """Return what runs inside a workflow, and let it have spans made."""
        input.unsafe_extern_functions[NOTE_SPAN] = self.note_span
        return CausedDeeds

    def note_span(
        self,
        name: str,
        parent: TraceContext | None,
        link: TraceContext | None,
        at_ns: int,
        about: dict[str, str],
    ) -> TraceContext:
        """Make a span without a length: a workflow may sleep for weeks and wake up on another machine."""
        links = [] if link is None else [Link(trace.get_current_span(W3C.extract(link)).get_span_context())]
        span = self._tracer.start_span(
            name, W3C.extract(parent or {}), SpanKind.SERVER, attributes=about, links=links, start_time=at_ns
        )
        span.end(at_ns)
        context: TraceContext = {}
        W3C.inject(context, trace.set_span_in_context(span))
        return context


class Quiet(Sampler):
    """Begins no trace for those who only ask whether the process is well; otherwise as OpenTelemetry was told."""

    def __init__(self, otherwise: Sampler) -> None:
        self._otherwise = otherwise

    def should_sample(  # noqa: PLR0917 -- OpenTelemetry's signature
        self,
        parent_context: Context | None,
        trace_id: int,
        name: str,
        kind: SpanKind | None = None,
        attributes: Attributes = None,
        links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,
    ) -> SamplingResult:
        """Drop their spans; what happens within them is dropped with them."""
        if (attributes or {}).get("url.path") in PROBES:
            return SamplingResult(Decision.DROP)
        return self._otherwise.should_sample(parent_context, trace_id, name, kind, attributes, links, trace_state)

    def get_description(self) -> str:
        return f"Quiet({self._otherwise.get_description()})"


class Discreet(SpanExporter):
    """Takes out of each span what may be about a person: unknown attributes, and what exceptions say."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Pass on the spans without it."""
        return self._exporter.export([discreet(span) for span in spans])

    def shutdown(self) -> None:
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self._exporter.force_flush(timeout_millis)


def discreet(span: ReadableSpan) -> ReadableSpan:
    """Return the span with what is known to be harmless: where, when, how long, and the names of what went wrong."""
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=_kept(span.attributes),
        events=[Event(event.name, _kept(event.attributes), event.timestamp) for event in span.events],
        links=[Link(link.context) for link in span.links],
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def _kept(attributes: Attributes) -> Attributes:
    return {key: value for key, value in (attributes or {}).items() if key in KEPT}


@contextmanager
def traced(process: str, endpoint: str, headers: str = "") -> Iterator[list[JourneyTracing]]:
    """Export the spans of this process while inside; yield what a Temporal client has to be given.

    `endpoint` is the collector's base address, `headers` are `name=value,…` with both URL-encoded.
    """
    address = f"{endpoint.rstrip('/')}/v1/traces"
    exporter = OTLPSpanExporter(endpoint=address, headers=parse_env_headers(headers, liberal=True))
    provider = TracerProvider(resource=Resource.create({"service.name": f"otklik-{process}"}), shutdown_on_exit=False)
    provider.sampler = Quiet(provider.sampler)
    provider.add_span_processor(BatchSpanProcessor(Discreet(exporter)))
    trace.set_tracer_provider(provider)
    try:
        yield [JourneyTracing(provider.get_tracer("otklik"))]
    finally:
        provider.shutdown()
