"""The API describes itself completely, and the description in the repository is the current one."""

import json
from collections.abc import Iterator
from typing import Any

from api.app import bare_app
from tests.sources import ROOT

KEPT = ROOT / "docs" / "openapi.json"
DESCRIBED = bare_app().openapi()
SHARED = {"401", "403", "422", "429", "503"}


def seen(response: dict[str, Any]) -> dict[str, Any]:
    """What is referred to."""
    shared: dict[str, dict[str, Any]] = DESCRIBED["components"]["responses"]
    return shared[response["$ref"].rpartition("/")[2]] if "$ref" in response else response


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in DESCRIBED["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_the_description_in_the_repository_is_current() -> None:
    advice = "write it anew: .venv/bin/otklik openapi > docs/openapi.json"
    assert json.loads(KEPT.read_text(encoding="utf-8")) == json.loads(json.dumps(DESCRIBED)), advice


def test_every_call_has_a_summary_a_description_and_a_noun() -> None:
    bare = [name for name, each in operations() if not (each["summary"] and each["description"] and each["tags"])]
    assert bare == []


def test_every_call_names_its_refusals_as_problems() -> None:
    for name, operation in operations():
        responses = operation["responses"]
        assert set(responses) >= SHARED, name
        for status, response in responses.items():
            if status >= "400":
                assert "application/problem+json" in seen(response)["content"], (name, status)


def test_every_call_needs_the_token() -> None:
    assert [name for name, each in operations() if each.get("security") != [{"token": []}]] == []


def test_every_change_of_a_row_asks_for_what_was_seen_and_every_create_may_be_sent_twice() -> None:
    for name, operation in operations():
        method, path = name.split()
        headers = {each["name"] for each in operation.get("parameters", []) if each["in"] == "header"}
        if method in {"PUT", "PATCH"}:
            assert "If-Match" in headers, name
        if method == "POST" and "201" in operation["responses"]:
            assert "Idempotency-Key" in headers, name
            assert "409" in operation["responses"], name
        assert "{" not in path or "404" in operation["responses"], name


def test_every_body_has_an_example() -> None:
    """A reader copies the example and changes it."""
    schemas = DESCRIBED["components"]["schemas"]
    bare = []
    for name, operation in operations():
        for media in operation.get("requestBody", {}).get("content", {}).values():
            schema = media["schema"]
            schema = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
            given = [media.get("examples"), schema.get("examples"), schema.get("example")]
            fields = schema.get("properties", {}).values()
            if not any(given) and not all("examples" in each or "default" in each for each in fields):
                bare.append(name)
    assert bare == []
