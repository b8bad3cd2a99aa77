"""docs/ops.md in a real browser: what a journey's page and the list of journeys say in the Temporal UI."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.async_api import Page, async_playwright, expect
from temporalio.client import Client

from domain.ids import CandidateId, SlotId
from domain.stages import Stage
from otklik import clock
from otklik.embedded.child import child, until_ready
from otklik.embedded.ports import LOOPBACK, free_ports
from otklik.embedded.temporal import STOPPED_BY, DevelopmentServer, TemporalPorts
from otklik.search_attributes import SEARCH_ATTRIBUTES
from tests.otklik.views import filled_in, views
from tests.standin.test_page import ARGUMENTS, CHROMIUM
from tests.workflows.conftest import working
from tests.workflows.fakes import RECRUITER, FakeDeeds
from tests.workflows.playing import Played
from workflows import messages as m
from workflows.connection import TemporalSettings, connect

ASKED_MOST = "Who has waited longest for a recruiter, and since when?"
LONG_WAIT = views()["Waiting for a recruiter for more than 4 hours"]
AGREED, FIRST, SECOND = CandidateId(42), CandidateId(43), CandidateId(44)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"the UI is not tested: there is no {CHROMIUM}"),
]


@dataclass(frozen=True)
class Journeys:
    """The pages of the journeys; the worker of the agreed one runs."""

    url: str
    client: Client

    async def page_of(self, candidate_id: CandidateId, tab: str) -> str:
        described = await self.client.get_workflow_handle(f"journey-{candidate_id}").describe()
        return f"{self.url}/workflows/{described.id}/{described.run_id}/{tab}"


@pytest.fixture(scope="module")
async def journeys(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Journeys]:
    """A server with its UI, one agreed interview, and two requests that wait, the second one five hours less."""
    folder = tmp_path_factory.mktemp("ui")
    frontend, ui, http, metrics = free_ports(4)
    ports = TemporalPorts(frontend=frontend, ui=ui, http=http, metrics=metrics)
    server = DevelopmentServer(folder / "temporal.db", ports, SEARCH_ATTRIBUTES)
    log = folder / "temporal.log"
    async with child(server.command(), log=log, stopped_by=STOPPED_BY) as process:
        await until_ready("Temporal", process, log, server.serves)
        client = await connect(TemporalSettings(address=server.address), codec=None)
        first, second, agreed = FakeDeeds(), FakeDeeds(), FakeDeeds()
        async with working(client, first):
            await _request(Played(client, FIRST, first), after=timedelta())
        async with working(client, second):
            await _request(Played(client, SECOND, second), after=timedelta(hours=5))
        async with working(client, agreed):
            played = Played(client, AGREED, agreed)
            await played.agree()
            await played.until_stage(Stage.SCHEDULED)
            yield Journeys(f"http://{LOOPBACK}:{ui}/namespaces/default", client)


async def _request(played: Played, *, after: timedelta) -> None:
    await played.pass_test()
    await played.skip(after)
    await played.tell(m.RecruiterPicked(update_id=played.update(), recruiter_id=RECRUITER))
    await played.tell(m.SlotPicked(update_id=played.update(), slot_id=SlotId(5), recruiter_id=RECRUITER))
    await played.until_sent("ask_for_approval")


@pytest.fixture
async def page(journeys: Journeys) -> AsyncIterator[Page]:
    del journeys  # there before the browser is
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = await browser.new_context(locale="en-US", timezone_id="UTC", viewport={"width": 1400, "height": 800})
        page = await context.new_page()
        page.set_default_timeout(20_000)
        yield page
        await browser.close()


async def test_the_page_of_a_journey_says_stage_who_is_waited_for_and_what_comes_next(
    page: Page, journeys: Journeys, tmp_path: Path
) -> None:
    await page.goto(await journeys.page_of(AGREED, "user-metadata"))
    summary, details, current = (page.locator("iframe").nth(place).content_frame for place in range(3))
    for line in (
        r"^candidate 42, Казань$",
        r"^Stage: scheduled, since \d{4}-\d\d-\d\d \d\d:\d\d UTC$",
        r"^Waiting for: time, since \d{4}-\d\d-\d\d \d\d:\d\d UTC$",
        r"^Next: reminder at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$",
        r"^Interview: booking 11, revision 1, \d{4}-\d\d-\d\d \d\d:\d\d UTC, recruiter 3$",
    ):
        await expect(current.get_by_text(re.compile(line))).to_be_visible(timeout=20_000)
    await expect(summary.get_by_text("candidate 42")).to_be_visible()
    await expect(details.get_by_text("docs/ops.md says what each stage means")).to_be_visible()
    picture = await page.screenshot(path=tmp_path / "ops.png")
    assert len(picture) > 10_000


async def test_the_timeline_labels_the_alarm_and_every_step(page: Page, journeys: Journeys) -> None:
    await page.goto(await journeys.page_of(AGREED, "timeline"))
    alarm = re.compile(r"reminder, 2 h before \d{4}-\d\d-\d\d \d\d:\d\d UTC, Казань")
    await expect(page.get_by_text(alarm).first).to_be_visible(timeout=20_000)
    await expect(page.get_by_text("congratulate to the candidate, booking 11, revision 1").first).to_be_visible()
    await expect(page.get_by_text("approve_booking • booking 11, revision 1").first).to_be_visible()


async def test_search_attributes_are_there_without_a_worker(page: Page, journeys: Journeys) -> None:
    await page.goto(await journeys.page_of(FIRST, "search-attributes"))
    for name in SEARCH_ATTRIBUTES:
        await expect(page.get_by_text(f'"{name}"')).to_be_visible(timeout=20_000)
    await expect(page.get_by_text('"awaiting_approval"')).to_be_visible()


async def _paste(page: Page, journeys: Journeys, query: str) -> None:
    """Paste a query as the guide says."""
    await page.goto(f"{journeys.url}/workflows")
    await page.get_by_test_id("toggle-manual-query").click()
    search = page.get_by_placeholder("Enter a query")
    await search.fill(query)
    await search.press("Enter")


async def _add_columns(page: Page) -> None:
    await page.get_by_role("button", name="Configure Columns").click()
    for name in ("JourneyStage", "WaitingFor", "WaitingSince", "NextActionAt", "City"):
        await page.get_by_role("button", name=f"Add {name} column").click()
    for name in ("Run ID", "Type", "End"):
        await page.get_by_role("button", name=f"Remove {name} column").click()
    await page.get_by_test_id("drawer-close-button").click()


async def _cells(page: Page) -> list[list[str]]:
    """Return what the rows of the list say."""
    rows = page.get_by_test_id("workflows-summary-configurable-table-row")
    await expect(rows).to_have_count(2, timeout=20_000)
    cells = [row.get_by_test_id("workflows-summary-table-body-cell") for row in await rows.all()]
    return [[text.strip() for text in await each.all_inner_texts()] for each in cells]


def _instant(shown: str) -> datetime:
    return datetime.strptime(shown.replace("UTC", "+0000"), "%b %d, %Y, %I:%M:%S.%f %p %z")


async def test_the_question_asked_most_needs_a_few_words_one_query_and_one_column(
    page: Page, journeys: Journeys
) -> None:
    await _paste(page, journeys, views()[ASKED_MOST])
    await page.get_by_role("button", name="Configure Columns").click()
    await page.get_by_role("button", name="Add WaitingSince column").click()
    await page.get_by_test_id("drawer-close-button").click()
    since = {row[1]: _instant(row[-1]) for row in await _cells(page)}
    assert min(since, key=lambda name: since[name]) == f"journey-{FIRST}"


async def test_the_list_shows_who_has_waited_longest_and_since_when(page: Page, journeys: Journeys) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    query = filled_in(LONG_WAIT, now=tomorrow, today=tomorrow.date())
    await _paste(page, journeys, query)
    await _add_columns(page)
    since = {}
    for cells in await _cells(page):
        assert cells[3:5] == ["awaiting_approval", "recruiter"]
        assert cells[7] == "Казань"
        since[cells[1]] = _instant(cells[5])
    assert min(since, key=lambda name: since[name]) == f"journey-{FIRST}"
    assert since[f"journey-{SECOND}"] - since[f"journey-{FIRST}"] >= timedelta(hours=5)


async def test_a_click_on_the_chip_means_the_new_now(page: Page, journeys: Journeys) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    query = filled_in(LONG_WAIT, now=tomorrow, today=tomorrow.date())
    await page.goto(f"{journeys.url}/workflows?query={quote(query)}")
    await expect(page.get_by_test_id("workflows-summary-configurable-table-row")).to_have_count(2, timeout=20_000)
    await page.get_by_text("WaitingSince before").click()
    await page.get_by_test_id("relative-datetime-input").fill("4")
    await page.get_by_test_id("relative-datetime-unit-input-button").click()
    await page.get_by_role("option", name="hours ago").click()
    await page.get_by_test_id("apply-filter-button").click()
    await page.wait_for_url(re.compile("%60|`"))
    asked = parse_qs(urlsplit(page.url).query)["query"][0].replace("`", "")
    kept, _, instant = asked.rpartition(" AND WaitingSince<")
    assert kept == 'WorkflowType="CandidateJourney" AND ExecutionStatus="Running" AND WaitingFor="recruiter"'
    age = clock.now() - datetime.fromisoformat(instant.strip('"'))
    assert timedelta(hours=4) <= age < timedelta(hours=4, minutes=2)
