"""The Kubernetes manifests: valid by the published schemas, and about the same processes as the compose file."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from activities.worker import GRACE
from otklik.__main__ import COMMANDS
from otklik.secret_files import SUFFIX, secret_names
from otklik.settings import Settings
from tests.otklik.composed import ROOT, compose, environment, services_of_ours

FOLDER = ROOT / "deploy" / "kubernetes"
KUBERNETES = "1.34"
HEALTH_PORT = environment({"environment": {}})["HEALTH_PORT"]
TOOLS = Path(sys.executable).parent
MOUNTED = "/run/secrets/otklik/"

Json = dict[str, Any]


def files() -> list[Path]:
    return [path for path in sorted(FOLDER.glob("*.yaml")) if path.name != "kustomization.yaml"]


def manifests() -> list[Json]:
    return [document for path in files() for document in yaml.safe_load_all(path.read_text())]


def of_kind(kind: str) -> dict[str, Json]:
    return {each["metadata"]["name"]: each for each in manifests() if each["kind"] == kind}


def workloads() -> dict[str, Json]:
    return of_kind("Deployment") | of_kind("Job")


def pod_of(workload: Json) -> Json:
    pod: Json = workload["spec"]["template"]["spec"]
    return pod


def told(workload: Json) -> dict[str, str]:
    """Return what the process is told, by the maps and by the manifest itself."""
    maps = of_kind("ConfigMap")
    (container,) = pod_of(workload)["containers"]
    found = {}
    for source in container["envFrom"]:
        found.update(maps[source["configMapRef"]["name"]]["data"])
    return found | {each["name"]: each["value"] for each in container.get("env", [])}


def values_of(node: object, key: str) -> Iterator[Json]:
    """Yield what stands under a key, anywhere."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key:
                yield value
            yield from values_of(value, key)
    elif isinstance(node, list):
        for each in node:
            yield from values_of(each, key)


def test_the_manifests_are_what_kubernetes_wants() -> None:
    words = [TOOLS / "kubernetes-validate", "--strict", "--kubernetes-version", KUBERNETES, *files()]
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_kustomization_names_every_file() -> None:
    kustomization = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
    assert set(kustomization["resources"]) == {path.name for path in files()}


def test_the_example_overlay_changes_what_is_there() -> None:
    example = FOLDER.parent / "example"
    overlay = yaml.safe_load((example / "kustomization.yaml").read_text())
    assert [(example / path).resolve() for path in overlay["resources"]] == [FOLDER]
    assert {pod_of(each)["containers"][0]["image"] for each in workloads().values()} == {
        image["name"] for image in overlay["images"]
    }
    for patch in overlay["patches"]:
        for change in yaml.safe_load_all((example / patch["path"]).read_text()):
            there = of_kind(change["kind"])[change["metadata"]["name"]]
            assert set(change.get("data", {})) <= set(there.get("data", {}))


def test_the_same_processes_run_as_on_one_machine() -> None:
    file = compose({"PUBLIC_HOST": "otklik.example"})
    there = {tuple(pod_of(each)["containers"][0]["args"]) for each in workloads().values()}
    assert there == {tuple(file["services"][name]["command"]) for name in services_of_ours(file)}
    assert {command for (command,) in there} <= set(COMMANDS)


@pytest.mark.parametrize("name", workloads())
def test_what_a_process_is_told_are_settings_that_pass(name: str, tmp_path: Path) -> None:
    variables = told(workloads()[name])
    secrets = {key for key in variables if key.endswith(SUFFIX)}
    assert {key.removesuffix(SUFFIX).lower() for key in secrets} <= set(secret_names(Settings.model_fields))
    assert {key.lower() for key in set(variables) - secrets} <= set(Settings.model_fields)
    assert all(variables[key] == f"{MOUNTED}{key.removesuffix(SUFFIX).lower()}" for key in secrets)
    plain: dict[str, Any] = {key.lower(): value for key, value in variables.items() if key not in secrets}
    given: dict[str, Any] = {
        "bot_token": "42:TEST",
        "webhook_secret": "0" * 32,
        "database_password": "word",
        "data_dir": tmp_path,
    }
    settings = Settings.model_validate({**given, **plain})
    assert settings.database_url is not None
    assert "word@" in settings.database_url.get_secret_value()


@pytest.mark.parametrize("name", workloads())
def test_a_pod_may_do_nothing_that_it_does_not_need(name: str) -> None:
    pod = pod_of(workloads()[name])
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert not pod["automountServiceAccountToken"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["resources"]["limits"]["memory"]


@pytest.mark.parametrize("name", of_kind("Deployment"))
def test_a_rollout_never_leaves_a_gap(name: str) -> None:
    deployment = of_kind("Deployment")[name]
    assert deployment["spec"]["replicas"] > 1
    assert deployment["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    (container,) = pod_of(deployment)["containers"]
    named = {port["name"]: port["containerPort"] for port in container["ports"]}
    assert named.get("health", 9000) == int(HEALTH_PORT)
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container[probe]["httpGet"]["port"] in named
    assert name in of_kind("PodDisruptionBudget")
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    assert {tuple(sorted(each.items())) for each in values_of(deployment, "matchLabels")} == {
        tuple(sorted(labels.items()))
    }


def test_services_lead_to_the_pods_of_their_name() -> None:
    for name, service in of_kind("Service").items():
        pod = of_kind("Deployment")[name]["spec"]["template"]
        assert service["spec"]["selector"] == pod["metadata"]["labels"]
        ports = {port["name"]: port["containerPort"] for port in pod["spec"]["containers"][0]["ports"]}
        assert [ports[port["targetPort"]] for port in service["spec"]["ports"]] == [
            port["port"] for port in service["spec"]["ports"]
        ]


def test_a_worker_has_time_to_finish() -> None:
    assert pod_of(of_kind("Deployment")["otklik-worker"])["terminationGracePeriodSeconds"] > GRACE.total_seconds()


def test_the_webhook_is_all_that_the_world_sees() -> None:
    (ingress,) = of_kind("Ingress").values()
    paths = [path for rule in ingress["spec"]["rules"] for path in rule["http"]["paths"]]
    url = of_kind("ConfigMap")["otklik-telegram"]["data"]["WEBHOOK_URL"]
    assert [f"https://{rule['host']}{path['path']}" for rule in ingress["spec"]["rules"] for path in paths] == [url]
    assert all(path["pathType"] == "Exact" for path in paths)


def test_the_guide_makes_every_secret_and_knows_every_part() -> None:
    guide = (ROOT / "docs" / "deploy.md").read_text()
    file = compose({"PUBLIC_HOST": "otklik.example"})
    assert set(re.findall(r"> secrets/(\w+)", guide)) == set(file["secrets"])
    mounted = {
        value.removeprefix(MOUNTED)
        for each in workloads().values()
        for value in told(each).values()
        if MOUNTED in value
    }
    assert set(re.findall(r"--from-file=(\w+)", guide)) == mounted
    components = set(re.findall(r"app.kubernetes.io/component(?:=| in \()([\w, ]+)", guide))
    there = {each["metadata"].get("labels", {}).get("app.kubernetes.io/component") for each in manifests()}
    assert {name for names in components for name in names.split(", ")} <= there


def test_the_connections_of_the_guide_are_those_that_are_opened() -> None:
    deployments = of_kind("Deployment")
    pods = {name: each["spec"]["replicas"] for name, each in deployments.items()}
    pool = int(told(deployments["otklik-worker"])["DATABASE_POOL_SIZE"])
    opened = 2 * pool * sum(pods.values()) + 2 * pods["otklik-worker"] + pods["otklik-bot"]
    assert f"{opened} for the six pods" in (ROOT / "docs" / "deploy.md").read_text()
