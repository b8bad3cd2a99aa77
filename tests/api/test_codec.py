import base64
from typing import Any

import pytest

from tests.api.office import UI, Office


def payloads(encoding: str, data: bytes) -> dict[str, Any]:
    """Payloads as the Temporal UI sends them."""
    metadata = {"encoding": base64.b64encode(encoding.encode()).decode()}
    return {"payloads": [{"metadata": metadata, "data": base64.b64encode(data).decode()}]}


async def test_payloads_go_through_the_codec_and_back(office: Office) -> None:
    plain = payloads("json/plain", b'"hello"')
    encoded = await office.http.post("/codec/encode", headers=office.admin, json=plain)
    assert encoded.json() == payloads("mirror", b'"olleh"')
    decoded = await office.http.post("/codec/decode", headers=office.admin, json=encoded.json())
    assert decoded.json() == plain


async def test_payloads_are_read_by_people_with_a_token_only(office: Office) -> None:
    refused = await office.http.post("/codec/decode", json=payloads("mirror", b"x"))
    assert refused.status_code == 401


@pytest.mark.parametrize("role", ["viewer", "manager"])
async def test_what_payloads_say_is_for_admins_only(office: Office, role: str) -> None:
    for order in ("encode", "decode"):
        refused = await office.http.post(
            f"/codec/{order}", headers={"Origin": UI} | await office.token(role), json=payloads("mirror", b"x")
        )
        assert (refused.status_code, refused.json()["code"]) == (403, "role_insufficient")
        assert refused.headers["access-control-allow-origin"] == UI  # so that the UI can say why


async def test_what_cannot_be_read_is_refused(office: Office) -> None:
    for body in (b"not json", b'{"payloads": [{"data": "eA=="}]}'):
        refused = await office.http.post("/codec/decode", headers=office.admin, content=body)
        assert (refused.status_code, refused.json()["type"]) == (400, "urn:otklik:problem:unreadable_payload")


async def test_only_the_page_of_the_ui_may_call_from_a_browser(office: Office) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    allowed = await office.http.options("/codec/decode", headers={"Origin": UI} | asked)
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, UI)
    refused = await office.http.options("/codec/decode", headers={"Origin": "https://evil.example"} | asked)
    assert "access-control-allow-origin" not in refused.headers
    elsewhere = await office.http.options("/api/v1/bookings/queue", headers={"Origin": UI} | asked)
    assert "access-control-allow-origin" not in elsewhere.headers
