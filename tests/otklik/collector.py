"""An OTLP collector for tests: takes what our processes export and keeps it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from gzip import decompress

from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from otklik.embedded.ports import LOOPBACK, free_ports


@dataclass(frozen=True)
class Taken:
    """One span as it went over the wire; ids are hexadecimal, `parent` is empty for the first of its trace."""

    name: str
    process: str
    trace: str
    id: str
    parent: str
    begun: int
    links: int


@dataclass
class Collector:
    """All spans in the order of their arrival, the raw calls, and the headers of the last one."""

    address: str
    spans: list[Taken] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def of_trace(self, trace: str) -> list[Taken]:
        """Return one trace, parents before children, siblings as they began."""
        spans = sorted((span for span in self.spans if span.trace == trace), key=lambda span: span.begun)
        return [walked for root in spans if not root.parent for walked in _walk(root, spans)]

    def traces_with(self, name: str) -> list[str]:
        return [span.trace for span in self.spans if span.name == name]

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        encoded = body if not body.startswith(b"\x1f\x8b") else decompress(body)
        self.bodies.append(encoded)
        self.headers = {name.lower(): value for name, value in request.headers.items()}
        for resource in ExportTraceServiceRequest.FromString(encoded).resource_spans:
            names = {each.key: each.value.string_value for each in resource.resource.attributes}
            for span in (span for scope in resource.scope_spans for span in scope.spans):
                taken = Taken(
                    name=span.name,
                    process=names["service.name"],
                    trace=span.trace_id.hex(),
                    id=span.span_id.hex(),
                    parent=span.parent_span_id.hex(),
                    begun=span.start_time_unix_nano,
                    links=len(span.links),
                )
                self.spans.append(taken)
        return web.Response()


def _walk(span: Taken, spans: list[Taken]) -> list[Taken]:
    children = [child for child in spans if child.parent == span.id]
    return [span, *(each for child in children for each in _walk(child, spans))]


@asynccontextmanager
async def collecting() -> AsyncIterator[Collector]:
    [port] = free_ports(1)
    collector = Collector(f"http://{LOOPBACK}:{port}")
    application = web.Application()
    application.router.add_post("/v1/traces", collector.take)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, LOOPBACK, port).start()
    yield collector
    await runner.cleanup()
