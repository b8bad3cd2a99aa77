"""`docs/webhooks.md` lists what there is, and its example verifies what we sign."""

import re
from typing import Any

from domain.signing import new_secret, signed_headers
from otklik.clock import now
from tests.domain.events import PAGE, PART, listed

TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLE = re.compile(r"<!-- verify -->\n```python\n(.*?)```", re.DOTALL)
BODY = b'{"type":"booking.met"}'


def test_the_page_lists_every_event() -> None:
    found = PART.search(TEXT)
    assert found is not None
    assert found[0] == listed(), "write it anew: .venv/bin/python -m tests.domain.events"


def test_the_example_accepts_our_signatures_and_no_others() -> None:
    example = EXAMPLE.search(TEXT)
    assert example is not None
    names: dict[str, Any] = {}
    exec(example[1], names)  # noqa: S102 - the page's own example is what is tested
    is_genuine = names["is_genuine"]
    old, new, other = new_secret(), new_secret(), new_secret()
    at = int(now().timestamp())
    headers = signed_headers([new, old], event_id="an-id", at=at, body=BODY)
    assert is_genuine(new, headers, BODY)
    assert is_genuine(old, headers, BODY)
    assert not is_genuine(other, headers, BODY)
    assert not is_genuine(new, headers, BODY + b" ")
    assert not is_genuine(new, signed_headers([new], event_id="an-id", at=at - 301, body=BODY), BODY)
