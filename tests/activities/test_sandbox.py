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
CACHES = frozenset({"cache", "cached_property", "lru_cache"})
CHANGES = frozenset({"add", "append", "clear", "extend", "insert", "pop", "popitem", "remove", "setdefault", "update"})
PURE = ("domain", *(f"workflows.{name}" for name in PURE_WORKFLOWS))


def imports_of(file: Path) -> set[str]:
    """Return the modules that a module imports, packages of ours as far as they are named."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (ROOT / (node.module or "").replace(".", "/")).is_dir():
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def is_pure(module: str) -> bool:
    """Tell whether a module is of the standard library, of the domain, or shared: itself, or the package it is in."""
    top = module.partition(".")[0]
    return top in {"domain", *sys.stdlib_module_names} or bool({module, module.rpartition(".")[0]} & {*PURE})


def stories() -> dict[str, Path]:
    """Return the modules of the workflows with their files; what only describes a package is none."""
    files = [file for file in (ROOT / "workflows").rglob("*.py") if file.stem != "__init__"]
    return {".".join(file.relative_to(ROOT).with_suffix("").parts): file for file in files}


SHARED_STORIES = {module: file for module, file in stories().items() if is_pure(module)}


@pytest.mark.parametrize("module", sorted(SHARED_STORIES))
def test_what_is_shared_imports_the_standard_library_and_what_is_shared(module: str) -> None:
    assert [each for each in imports_of(SHARED_STORIES[module]) if not is_pure(each)] == []


def test_all_that_could_be_shared_is_shared() -> None:
    could = {module for module, file in stories().items() if all(is_pure(each) for each in imports_of(file))}
    assert could == set(SHARED_STORIES)


def test_whatever_is_named_as_shared_is_there() -> None:
    there = {*stories(), *(module.rpartition(".")[0] for module in stories())}
    assert {*PURE} - {"domain"} <= there


def shared_files() -> list[Path]:
    """Return what is passed through, without what workflows may not import in any case."""
    domain = [file for file in (ROOT / "domain").glob("*.py") if file.stem != "timezones"]
    return [*domain, *SHARED_STORIES.values(), ROOT / "workflows" / "steps.py"]


def keeping(tree: ast.Module) -> list[str]:
    """Return whatever in a module could change while journeys run: what it names at its top, and who writes to that."""
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


@pytest.mark.parametrize("file", shared_files(), ids=lambda file: f"{file.parent.name}.{file.stem}")
def test_nothing_shared_keeps_anything_that_could_change(file: Path) -> None:
    assert keeping(ast.parse(file.read_text())) == []


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


@pytest.mark.parametrize("story", STORIES)
async def test_a_story_begins_in_the_workers_sandbox_as_in_the_whole_one(story: type) -> None:
    definition = workflow._Definition.must_from_class(story)  # noqa: SLF001 - what a worker itself does first
    for sandbox in (build_sandbox(), SandboxedWorkflowRunner()):
        sandbox.prepare_workflow(definition)


def test_the_journey_itself_and_its_deeds_stay_in_the_sandbox() -> None:
    assert not {"workflows", "workflows.candidate_journey", "workflows.doing", "workflows.doorway"} & set(SHARED)
