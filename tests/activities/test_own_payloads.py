"""Whose payloads a workflow's are is known without asking it, as long as it orders nothing but activities."""

import ast
import base64

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.converter import ActivitySerializationContext, WorkflowSerializationContext

from otklik.codec import EncryptionCodec
from tests.sources import Source, sources

# What makes a payload another workflow's, or nobody's.
SPEAKING_TO_OTHERS = frozenset(
    {
        *("start_child_workflow", "execute_child_workflow", "create_nexus_client"),
        *("get_external_workflow_handle", "get_external_workflow_handle_for"),
    }
)
JOURNEY = "journey-42"
MASTER = base64.b64decode(b"c2l4dGVlbiBieXRlcyBhbmQgc2l4dGVlbiBtb3JlLi4=")[:32]


def spoken(tree: ast.AST) -> set[str]:
    """Return what of it a module calls."""
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & SPEAKING_TO_OTHERS


@pytest.mark.parametrize("source", sources("workflows"), ids=lambda source: source.path)
def test_no_workflow_speaks_to_another_one(source: Source) -> None:
    assert spoken(source.tree) == set(), "activities/own_payloads.py holds while no workflow does this"


def test_a_workflow_that_did_would_be_seen() -> None:
    assert spoken(ast.parse("await workflow.execute_child_workflow(Another.run)")) == {"execute_child_workflow"}


async def test_what_is_sealed_for_an_activity_is_opened_as_its_workflows() -> None:
    workflow = WorkflowSerializationContext(namespace="default", workflow_id=JOURNEY)
    activity = ActivitySerializationContext(
        namespace="default",
        workflow_id=JOURNEY,
        workflow_type="CandidateJourney",
        activity_id="1",
        activity_type="send_letter",
        activity_task_queue="journeys",
        is_local=False,
    )
    codec, said = EncryptionCodec([MASTER]), [Payload(metadata={"encoding": b"json/plain"}, data=b'"text"')]
    for sealing, opening in ((workflow, activity), (activity, workflow)):
        sealed = await codec.with_context(sealing).encode(said)
        assert sealed != said
        assert await codec.with_context(opening).decode(sealed) == said
