"""Which trace a deed belongs to, seen from inside: the real workflow on the real server, spans kept in memory."""

import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from opentelemetry.sdk.trace import Event, ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanContext, Status, StatusCode, Tracer

from domain.ids import CandidateId
from otklik.log_context import LogContext
from otklik.tracing import Discreet, JourneyTracing, discreet
from tests.workflows.conftest import working
from tests.workflows.fakes import FakeDeeds
from tests.workflows.playing import Played
from workflows.connection import TemporalSettings, connect
from workflows.messages import SlotsTurned


@dataclass
class Watched:
    """A journey whose spans are kept; `press` is what the bot does around each update."""

    played: Played
    tracer: Tracer
    exporter: InMemorySpanExporter

    def named(self, name: str) -> list[ReadableSpan]:
        return [span for span in self.exporter.get_finished_spans() if span.name == name]

    def letters_of(self, trace: int) -> int:
        """Return how many letters were sent within a trace."""
        return sum(context_of(span).trace_id == trace for span in self.named("RunActivity:send_letter"))


def context_of(span: ReadableSpan) -> SpanContext:
    context: SpanContext | None = span.context
    assert context is not None
    return context


@pytest.fixture
async def watched(temporal_address: str) -> AsyncIterator[Watched]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(Discreet(exporter)))
    tracer = provider.get_tracer("test")
    interceptors = [JourneyTracing(tracer), LogContext()]
    client = await connect(TemporalSettings(address=temporal_address), None, interceptors=interceptors)
    deeds = FakeDeeds()
    # Nothing is remembered between turns: every turn replays the journey, and no span is made twice.
    async with working(client, deeds, cached=0):
        yield Watched(Played(client, CandidateId(secrets.randbelow(10**9)), deeds), tracer, exporter)


async def test_each_press_has_its_own_trace_and_a_replay_makes_no_span_twice(watched: Watched) -> None:
    played = watched.played
    with watched.tracer.start_as_current_span("first"):
        await played.arrive()
    await played.until_sent("ask_question")
    with watched.tracer.start_as_current_span("second"):
        await played.write("иванов пётр")
    await played.until(lambda: len(watched.named("RunActivity:send_letter")) >= 2)
    first, second = (context_of(watched.named(name)[0]).trace_id for name in ("first", "second"))
    assert first != second
    assert (watched.letters_of(first), watched.letters_of(second)) == (1, 1)
    assert len(watched.named("HandleSignal:candidate_arrived")) == 1
    assert len(watched.named("RunWorkflow:CandidateJourney")) == 1


async def test_what_an_alarm_starts_is_a_trace_of_its_own_linked_to_the_one_before(watched: Watched) -> None:
    played = watched.played
    with watched.tracer.start_as_current_span("press"):
        await played.agree()
    await played.skip_to_alarm()
    await played.until_sent("remind_candidate")
    await played.until(lambda: bool(watched.named("TimerFired:CandidateJourney")))
    rang = watched.named("TimerFired:CandidateJourney")[-1]
    press = context_of(watched.named("press")[0]).trace_id
    assert context_of(rang).trace_id != press
    assert rang.parent is None
    assert [link.context.trace_id for link in rang.links] == [press]
    await played.until(lambda: watched.letters_of(context_of(rang).trace_id) == 1)


async def test_a_journey_that_was_begun_without_traces_goes_on_with_them(
    watched: Watched, temporal_address: str
) -> None:
    untraced = await connect(TemporalSettings(address=temporal_address), None)
    before = Played(untraced, watched.played.candidate_id, watched.played.deeds)
    await before.pass_test()
    with watched.tracer.start_as_current_span("press"):
        await watched.played.tell(SlotsTurned(update_id=99, recruiter_id=None, page=0))
    press = context_of(watched.named("press")[0]).trace_id
    await before.until(lambda: watched.letters_of(press) > 0)


def test_a_span_keeps_what_is_harmless_and_nothing_that_anybody_said() -> None:
    context = SpanContext(1, 2, is_remote=False)
    quoted = Event(
        "exception", {"exception.type": "ValueError", "exception.message": "Анна", "exception.stacktrace": ""}
    )
    span = ReadableSpan(
        "GET /api/v1/candidates",
        context,
        attributes={"url.query": "q=Анна", "http.route": "/api/v1/candidates"},
        events=[quoted],
        status=Status(StatusCode.ERROR, "ValueError: Анна"),
    )
    kept = discreet(span)
    assert dict(kept.attributes or {}) == {"http.route": "/api/v1/candidates"}
    assert [dict(event.attributes or {}) for event in kept.events] == [{"exception.type": "ValueError"}]
    assert (kept.status.status_code, kept.status.description) == (StatusCode.ERROR, None)
    assert "Анна" not in kept.to_json()
