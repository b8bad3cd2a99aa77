"""All workflows of a worker share their modules: nothing there may change, and the sandbox is where they are tested."""

import ast

import pytest
from temporalio import workflow
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from activities.worker import STORIES
from tests.sources import Source, sources
from workflows.webhooks.delivery import WebhookDelivery
from workflows.webhooks.sweep import WebhookSweep

CACHES = frozenset({"cache", "cached_property", "lru_cache"})
CHANGES = frozenset({"add", "append", "clear", "extend", "insert", "pop", "popitem", "remove", "setdefault", "update"})


def keeping(tree: ast.Module) -> list[str]:
    """Return whatever in a module could change while workflows run: what it names at its top, and who writes to that."""
    tops = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    targets = [target for node in tops for target in (node.targets if isinstance(node, ast.Assign) else [node.target])]
    names = {target.id for target in targets if isinstance(target, ast.Name)}
    found: list[ast.AST] = [each.value for each in tops if isinstance(each.value, ast.List | ast.Set | ast.ListComp)]
    for node in ast.walk(tree):
        match node:
            case ast.Global():
                found.append(node)
            case ast.Name(id=word) | ast.Attribute(attr=word) if word in CACHES:
                found.append(node)
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()) if name in names:
                found.append(node)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=verb)) if name in names and verb in CHANGES:
                found.append(node)
    return [ast.unparse(each) for each in found]


@pytest.mark.parametrize("source", sources("domain", "workflows"), ids=lambda source: source.path)
def test_nothing_shared_keeps_anything_that_could_change(source: Source) -> None:
    assert keeping(source.tree) == []


@pytest.mark.parametrize(
    "words",
    [
        "seen = []",
        "seen = {}\ndef note(what):\n    seen[what] = True",
        "seen = {}\ndef note(what):\n    seen.update(what)",
        "count = 0\ndef note():\n    global count\n    count += 1",
        "from functools import lru_cache\n@lru_cache\ndef plan(): ...",
    ],
)
def test_whatever_could_change_is_seen(words: str) -> None:
    assert keeping(ast.parse(words)) != []


@pytest.mark.parametrize("story", [*STORIES, WebhookSweep, WebhookDelivery])
async def test_a_story_begins_in_the_sandbox(story: type) -> None:
    definition = workflow._Definition.must_from_class(story)  # noqa: SLF001 - what a worker itself does first
    SandboxedWorkflowRunner().prepare_workflow(definition)


@pytest.mark.parametrize("source", sources("domain", "workflows"), ids=lambda source: source.path)
def test_no_identity_is_made_up(source: Source) -> None:
    """A made-up id would be another one when the workflow is replayed; `workflow.uuid4` is the same one."""
    named = [node for node in ast.walk(source.tree) if isinstance(node, ast.ImportFrom) and node.module == "uuid"]
    assert {alias.name for node in named for alias in node.names} <= {"UUID"}
    imported = [alias.name for node in ast.walk(source.tree) if isinstance(node, ast.Import) for alias in node.names]
    assert "uuid" not in imported


def test_nothing_is_left_out_of_the_sandbox() -> None:
    passed = [source.path for source in sources("domain", "workflows") if "imports_passed_through" in source.text]
    assert passed == []
