"""What a webhook cannot be: addresses, types and cities that are refused, each with its field."""

import pytest

from tests.api.named import NOBODY, refusal
from tests.api.office import Office
from tests.api.test_webhooks import CRM, add, change


@pytest.mark.parametrize(
    ("field", "value", "advice"),
    [
        ("url", "ftp://crm.example/", "match pattern"),
        ("url", "https://", "match pattern"),
        ("url", "https:///path", "no host"),
        ("url", "https://crm.example/\n", "match pattern"),
        ("url", "https://ada:word@crm.example/", "must not carry"),
        ("url", "https://crm.example:99999/", "out of range"),
        ("url", "https://crm.example:0/", "port is 0"),
        ("url", "https://crm.example/" + "a" * 500, "at most 500"),
        ("url", None, "valid string"),
        ("event_types", [], "at least 1"),
        ("event_types", ["booking.met", "booking.met"], "named twice"),
        ("event_types", ["booking.forgotten"], "Input should be"),
        ("event_types", ["webhook.test"], "Input should be"),
        ("description", "a\u0000b", "control character"),
        ("active", "yes", "valid boolean"),
        ("city", "Kazan", "valid UUID"),
        ("secret", "whsec_", "Extra inputs"),
    ],
)
async def test_what_a_webhook_cannot_be_is_refused_with_the_field(
    office: Office, field: str, value: object, advice: str
) -> None:
    webhook = (await add(office, CRM)).json()["public_id"]
    for refused in (await add(office, CRM | {field: value}), await change(office, webhook, {field: value})):
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["where"][:2] == ["body", field]
        assert advice in str(refused.json()["errors"])


@pytest.mark.parametrize(
    "url",
    [
        "http://crm.example/",
        "https://localhost/",
        "https://crm.internal/",
        "https://127.0.0.1/",
        "https://[::1]:8000/",
        "https://192.168.1.4/hooks",
        "https://169.254.169.254/latest/meta-data",
    ],
)
async def test_an_address_inside_the_house_or_without_tls_is_refused(office: Office, url: str) -> None:
    webhook = (await add(office, CRM)).json()["public_id"]
    for refused in (await add(office, CRM | {"url": url}), await change(office, webhook, {"url": url})):
        assert refusal(refused) == (422, "address_refused")
        assert refused.json()["errors"][0]["where"] == ["body", "url"]


async def test_a_city_that_there_is_not_is_refused(office: Office) -> None:
    assert refusal(await add(office, CRM | {"city": NOBODY})) == (404, "no_city")
    webhook = (await add(office, CRM)).json()["public_id"]
    assert refusal(await change(office, webhook, {"city": NOBODY})) == (404, "no_city")
