"""When an event is sent again, and how it is signed."""

from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from domain.signing import new_secret, signed_headers
from domain.webhooks import USUAL_PACE, pause_after
from otklik.clock import now

BODY = '{"type":"booking.requested","data":{"a":"\u00e9"}}'.encode()


def test_pauses_grow_from_five_seconds_to_six_hours() -> None:
    pauses = [pause_after(failures, USUAL_PACE) for failures in range(1, 9)]
    assert pauses[:4] == [timedelta(seconds=each) for each in (5, 20, 80, 320)]
    assert pauses[-1] == timedelta(hours=6) == pause_after(1000, USUAL_PACE)


def test_a_receiver_that_asks_for_a_longer_pause_is_obeyed_for_as_long_as_it_is_tried() -> None:
    assert pause_after(1, USUAL_PACE, timedelta(minutes=2)) == timedelta(minutes=2)
    assert pause_after(1, USUAL_PACE, timedelta(seconds=1)) == timedelta(seconds=5)
    assert pause_after(1, USUAL_PACE, timedelta(days=400)) == timedelta(days=3)


def test_the_reference_library_accepts_our_signature_and_each_of_two_secrets() -> None:
    first, second = new_secret(), new_secret()
    headers = signed_headers([first, second], event_id="an-id", at=int(now().timestamp()), body=BODY)
    for secret in (first, second):
        assert Webhook(secret).verify(BODY, headers)["data"] == {"a": "\u00e9"}


def test_another_secret_another_body_another_id_and_an_old_time_are_refused() -> None:
    secret = new_secret()
    headers = signed_headers([secret], event_id="an-id", at=int(now().timestamp()), body=BODY)
    old = signed_headers([secret], event_id="an-id", at=int(datetime(2020, 1, 1, tzinfo=UTC).timestamp()), body=BODY)
    for wrong in (
        (new_secret(), BODY, headers),
        (secret, BODY + b" ", headers),
        (secret, BODY, headers | {"webhook-id": "another"}),
        (secret, BODY, old),
    ):
        with pytest.raises(WebhookVerificationError):
            Webhook(wrong[0]).verify(wrong[1], wrong[2])


def test_secrets_are_long_random_and_written_as_the_specification_has_it() -> None:
    secrets = {new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert all(each.startswith("whsec_") and len(each) == 50 for each in secrets)
