"""What journeys share instead of loading it anew is pure; everything else is loaded in the sandbox."""

import ast
import sys
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from activities.sandbox import PURE_WORKFLOWS, SHARED, build_sandbox
from activities.worker import STORIES

ROOT = Path(__file__).parents[2]
PURE = ("domain", *(f"workflows.{name}" for name in PURE_WORKFLOWS))


def imports_of(file: Path) -> set[str]:
    """Return the modules that a module imports, packages of ours as far as they are named."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "workflows":
            found |= {f"workflows.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def is_pure(module: str) -> bool:
    return module.partition(".")[0] == "domain" or module in PURE or module.partition(".")[0] in sys.stdlib_module_names


@pytest.mark.parametrize("name", PURE_WORKFLOWS)
def test_what_is_shared_imports_the_standard_library_and_what_is_shared(name: str) -> None:
    assert [each for each in imports_of(ROOT / "workflows" / f"{name}.py") if not is_pure(each)] == []


def test_all_that_could_be_shared_is_shared() -> None:
    could = {
        file.stem
        for file in (ROOT / "workflows").glob("*.py")
        if file.stem != "__init__" and all(is_pure(each) for each in imports_of(file))
    }
    assert could == set(PURE_WORKFLOWS)


@pytest.mark.parametrize("name", PURE_WORKFLOWS)
def test_nothing_shared_keeps_anything_that_could_change(name: str) -> None:
    tree = ast.parse((ROOT / "workflows" / f"{name}.py").read_text())
    values = [node.value for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    assert [ast.unparse(each) for each in values if isinstance(each, ast.List | ast.Set | ast.ListComp)] == []


@pytest.mark.parametrize("story", STORIES)
async def test_a_story_begins_in_the_workers_sandbox_as_in_the_whole_one(story: type) -> None:
    definition = workflow._Definition.must_from_class(story)  # noqa: SLF001 - what a worker itself does first
    for sandbox in (build_sandbox(), SandboxedWorkflowRunner()):
        sandbox.prepare_workflow(definition)


def test_the_journey_itself_and_its_deeds_stay_in_the_sandbox() -> None:
    assert not {"workflows", "workflows.candidate_journey", "workflows.doing", "workflows.doorway"} & set(SHARED)
