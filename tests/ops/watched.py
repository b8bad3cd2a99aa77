"""What the dashboard and the alert rules ask Prometheus."""

import json
import re
from dataclasses import dataclass
from typing import Any

from tests.sources import ROOT

RULES = ROOT / "ops" / "prometheus" / "alerts.yml"
DASHBOARD = ROOT / "ops" / "grafana" / "otklik.json"
METRIC = re.compile(r"\b(?:otklik|temporal|process|python)_\w+")
BY = re.compile(r"\bby \(([^)]*)\)")
SELECTED = re.compile(r"[{,]\s*(\w+)\s*[=!]~?\"")
ALERT = re.compile(
    r"- alert: (?P<name>\w+)\n\s+expr: (?P<expression>.+)\n\s+for: (?P<lasting>\w+)\n"
    r"\s+labels: \{severity: (?P<severity>\w+)\}\n\s+annotations:\n(?P<annotations>(?:\s{10}\w+: .+\n)+)"
)


@dataclass(frozen=True)
class Alert:
    """One rule; `annotations` are its words by name."""

    name: str
    expression: str
    lasting: str
    severity: str
    annotations: dict[str, str]


def alerts() -> list[Alert]:
    text = RULES.read_text(encoding="utf-8")
    found = list(ALERT.finditer(text))
    assert len(found) == text.count("- alert:"), "a rule is written in another way than all others"
    return [_alert(match) for match in found]


def _alert(match: re.Match[str]) -> Alert:
    name, expression, lasting, severity, words = match.groups()
    annotations = dict(line.strip().split(": ", 1) for line in words.strip().splitlines())
    return Alert(name, expression, lasting, severity, annotations)


def dashboard() -> dict[str, Any]:
    return dict(json.loads(DASHBOARD.read_text(encoding="utf-8")))


def panels() -> list[dict[str, Any]]:
    return [panel for panel in dashboard()["panels"] if panel["type"] != "row"]


def expressions() -> list[str]:
    """Return everything that is asked, by alerts and panels."""
    shown = [target["expr"] for panel in panels() for target in panel["targets"]]
    return [*(alert.expression for alert in alerts()), *shown]


def metrics_in(expression: str) -> set[str]:
    return set(METRIC.findall(expression))


def labels_in(expression: str) -> set[str]:
    grouped = {label.strip() for group in BY.findall(expression) for label in group.split(",")}
    return grouped | set(SELECTED.findall(expression))
