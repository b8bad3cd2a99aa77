"""The alert rules, played with Prometheus' own tool: each fires when it should, and alone."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.ops.watched import RULES, alerts, expressions
from tests.sources import ROOT

PROMTOOL = shutil.which("promtool")
needs_promtool = pytest.mark.skipif(
    PROMTOOL is None, reason="promtool is missing: it is in Debian's package prometheus"
)
GUIDE = ROOT / "docs" / "observability.md"
INTERVALS = {"$__rate_interval": "5m"}

# A world in which all is well, one sample a minute; each alert says what is different in it.
WELL = {
    'up{job="otklik-worker", instance="w"}': "1x60",
    'otklik_measures_up{source="database"}': "1x60",
    'otklik_measures_up{source="temporal"}': "1x60",
    "otklik_overdue_next_actions": "0x60",
    "otklik_reminder_lateness_seconds_count": "0+2x60",
    'otklik_reminder_lateness_seconds_bucket{le="60.0"}': "0+2x60",
    "otklik_inbox_oldest_seconds": "1x60",
    "otklik_inbox_parked": "0x60",
    'otklik_approvals_past_half{kind="booking"}': "10x60",
    'otklik_letters_total{kind="congratulate", outcome="refused"}': "0x60",
    'otklik_letters_total{kind="remind_candidate", outcome="unknown"}': "0+0x60",
    "otklik_announcements_oldest_seconds": "30x60",
    'temporal_workflow_task_execution_failed_total{failure_reason="WorkflowError", task_queue="journeys"}': "3x60",
    'temporal_workflow_task_schedule_to_start_latency_seconds_bucket{le="5", task_queue="journeys"}': "0+9x60",
    'temporal_workflow_task_schedule_to_start_latency_seconds_bucket{le="10", task_queue="journeys"}': "0+9x60",
    'temporal_workflow_task_schedule_to_start_latency_seconds_bucket{le="+Inf", task_queue="journeys"}': "0+9x60",
    'temporal_worker_task_slots_available{instance="w", task_queue="bulk", worker_type="ActivityWorker"}': "20x60",
    "otklik_erasures_oldest_seconds": "60x60",
    "otklik_webhook_deliveries_oldest_seconds": "60x60",
    'otklik_api_request_seconds_count{route="/api/v1/slots", status="200"}': "0+60x60",
    'otklik_api_request_seconds_count{route="/api/v1/slots", status="500"}': "0+1x60",
}
LATENCY = "temporal_workflow_task_schedule_to_start_latency_seconds_bucket"
TROUBLES: dict[str, dict[str, str | None]] = {
    "OtklikProcessDown": {'up{job="otklik-worker", instance="w"}': "0x60"},
    "OtklikNoWorker": {
        'otklik_measures_up{source="database"}': None,
        'otklik_measures_up{source="temporal"}': None,
    },
    "OtklikDatabaseUnreachable": {'otklik_measures_up{source="database"}': "0x60"},
    "OtklikTemporalUnreachable": {'otklik_measures_up{source="temporal"}': "0x60"},
    "OtklikNextActionsOverdue": {"otklik_overdue_next_actions": "1x60"},
    "OtklikRemindersLate": {'otklik_reminder_lateness_seconds_bucket{le="60.0"}': "0+1x60"},
    "OtklikInboxStuck": {"otklik_inbox_oldest_seconds": "0+60x60"},
    "OtklikUpdateParked": {"otklik_inbox_parked": "1x60"},
    "OtklikApprovalsSlow": {'otklik_approvals_past_half{kind="booking"}': "11x60"},
    "OtklikLettersRefused": {'otklik_letters_total{kind="congratulate", outcome="refused"}': "0+1x60"},
    "OtklikLettersInDoubt": {'otklik_letters_total{kind="remind_candidate", outcome="unknown"}': "0+1x60"},
    "OtklikAnnouncementsBehind": {"otklik_announcements_oldest_seconds": "901x60"},
    "OtklikWorkflowTasksFail": {
        'temporal_workflow_task_execution_failed_total{failure_reason="WorkflowError", task_queue="journeys"}': "0+1x60"
    },
    "OtklikTasksWait": {f'{LATENCY}{{le="5", task_queue="journeys"}}': "0x60"},
    "OtklikWorkerFull": {
        'temporal_worker_task_slots_available{instance="w", task_queue="bulk", worker_type="ActivityWorker"}': "0x60"
    },
    "OtklikErasureStuck": {"otklik_erasures_oldest_seconds": "3601x60"},
    "OtklikWebhooksBehind": {"otklik_webhook_deliveries_oldest_seconds": "3601x60"},
    "OtklikApiErrors": {'otklik_api_request_seconds_count{route="/api/v1/slots", status="500"}': "0+30x60"},
}
FIRING = 'count by (alertname) (ALERTS{alertstate="firing"})'


def played(differences: dict[str, str | None], fired: dict[str, list[str]]) -> dict[str, Any]:
    """Return a play for promtool: the world, and which alerts fire at which minute."""
    world = {series: values for series, values in (WELL | differences).items() if values is not None}
    return {
        "interval": "1m",
        "input_series": [{"series": series, "values": values} for series, values in world.items()],
        "promql_expr_test": [
            {
                "expr": FIRING,
                "eval_time": moment,
                "exp_samples": [{"labels": f'{{alertname="{name}"}}', "value": 1} for name in names],
            }
            for moment, names in fired.items()
        ],
    }


def promtool(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(PROMTOOL), *arguments], capture_output=True, text=True, check=False)


@needs_promtool
def test_each_alert_fires_alone_when_it_should_and_not_when_all_is_well(tmp_path: Path) -> None:
    plays = [played(trouble, {"0m": [], "59m": [name]}) for name, trouble in TROUBLES.items()]
    plays.append(played({}, {"10m": [], "59m": []}))
    play = tmp_path / "play.yml"
    rules = {"rule_files": [str(RULES)], "evaluation_interval": "1m", "tests": plays}
    play.write_text(json.dumps(rules))  # JSON is YAML
    result = promtool("test", "rules", str(play))
    assert result.returncode == 0, result.stdout + result.stderr


@needs_promtool
def test_prometheus_accepts_rules_and_configuration() -> None:
    for question in (("check", "rules", str(RULES)), ("check", "config", str(RULES.parent / "prometheus.yml"))):
        result = promtool(*question)
        assert result.returncode == 0, result.stdout + result.stderr


@needs_promtool
def test_prometheus_understands_all_that_alerts_and_panels_ask(tmp_path: Path) -> None:
    asked = [each.replace("$__rate_interval", INTERVALS["$__rate_interval"]) for each in expressions()]
    records = [{"record": f"asked:{number}", "expr": each} for number, each in enumerate(asked)]
    file = tmp_path / "asked.yml"
    file.write_text(json.dumps({"groups": [{"name": "asked", "rules": records}]}))
    result = promtool("check", "rules", str(file))
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_alert_is_played() -> None:
    assert set(TROUBLES) == {alert.name for alert in alerts()}


def test_every_alert_says_what_it_means_and_what_to_do_and_is_explained() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    for alert in alerts():
        assert list(alert.annotations) == ["summary", "description", "action", "runbook_url"], alert.name
        assert alert.severity in {"critical", "warning"}
        assert alert.annotations["runbook_url"] == f"docs/observability.md#{alert.name.lower()}"
        assert f"\n### {alert.name}\n" in guide
