"""Who may call what: every call of the API with the least role it needs, and what each role is answered.

The table is the whole truth: a call that is missing here, or that another role can make, fails.
"""

import re
from typing import Any

from api.app import bare_app
from tests.api.office import Office
from tests.database.world import World

VIEWER, MANAGER, ADMIN = RANKS = ("viewer", "manager", "admin")
NOBODY = "00000000-0000-4000-8000-000000000000"
REFUSED = {401, 403}

# What is about all cities at once is refused to whoever is limited to some.
EVERYWHERE = {"POST /policy/dry-run"}

# The path below /api/v1, without the placeholders' names.
LEAST: dict[str, str] = {
    "GET /audit": ADMIN,
    "GET /auto-messages": VIEWER,
    "POST /auto-messages": MANAGER,
    "POST /auto-messages/dry-run": MANAGER,
    "DELETE /auto-messages/{}": MANAGER,
    "GET /auto-messages/{}": VIEWER,
    "PATCH /auto-messages/{}": MANAGER,
    "POST /auto-messages/{}/cancel": MANAGER,
    "POST /auto-messages/{}/pause": MANAGER,
    "POST /auto-messages/{}/resume": MANAGER,
    "POST /auto-messages/{}/run-now": MANAGER,
    "GET /auto-messages/{}/runs": VIEWER,
    "GET /auto-messages/{}/runs/{}": VIEWER,
    "GET /auto-messages/{}/runs/{}/recipients": VIEWER,
    "GET /bookings": VIEWER,
    "GET /bookings/moves": VIEWER,
    "GET /bookings/queue": VIEWER,
    "GET /bookings/{}": VIEWER,
    "POST /bookings/{}/approve": MANAGER,
    "POST /bookings/{}/cancel": MANAGER,
    "POST /bookings/{}/keep-time": MANAGER,
    "POST /bookings/{}/move": MANAGER,
    "POST /bookings/{}/offer-times": MANAGER,
    "POST /bookings/{}/reject": MANAGER,
    "GET /candidates": VIEWER,
    "POST /candidates/search": VIEWER,
    "GET /candidates/words": MANAGER,
    "GET /candidates/{}": VIEWER,
    "POST /candidates/{}/cancel": MANAGER,
    "GET /candidates/{}/messages": VIEWER,
    "POST /candidates/{}/retry": MANAGER,
    "GET /candidates/{}/timeline": VIEWER,
    "GET /cities": VIEWER,
    "POST /cities": ADMIN,
    "DELETE /cities/{}": ADMIN,
    "GET /cities/{}": VIEWER,
    "PATCH /cities/{}": MANAGER,
    "PATCH /cities/{}/lead": ADMIN,
    "GET /cities/{}/policy": VIEWER,
    "PUT /cities/{}/policy": ADMIN,
    "POST /cities/{}/policy/dry-run": VIEWER,
    "GET /company": VIEWER,
    "PATCH /company": ADMIN,
    "GET /exports/bookings": MANAGER,
    "GET /exports/candidates": MANAGER,
    "GET /exports/slots": MANAGER,
    "GET /exports/test1-answers": MANAGER,
    "GET /policy": VIEWER,
    "PUT /policy": ADMIN,
    "POST /policy/dry-run": VIEWER,
    "GET /questionnaires": VIEWER,
    "POST /questionnaires": ADMIN,
    "GET /questionnaires/active": VIEWER,
    "POST /questionnaires/diff": VIEWER,
    "POST /questionnaires/reorder": ADMIN,
    "POST /questionnaires/validate": VIEWER,
    "GET /questionnaires/{}": VIEWER,
    "POST /questionnaires/{}/activate": ADMIN,
    "GET /questionnaires/{}/diff": VIEWER,
    "GET /recruiters": VIEWER,
    "POST /recruiters": ADMIN,
    "DELETE /recruiters/{}": ADMIN,
    "GET /recruiters/{}": VIEWER,
    "PATCH /recruiters/{}": ADMIN,
    "GET /recruiters/{}/invitations": VIEWER,
    "POST /recruiters/{}/invitations": ADMIN,
    "POST /recruiters/{}/invitations/{}/revoke": ADMIN,
    "DELETE /recruiters/{}/telegram": ADMIN,
    "GET /reschedule-requests": VIEWER,
    "GET /slots": VIEWER,
    "POST /slots": MANAGER,
    "POST /slots/bulk": MANAGER,
    "POST /slots/imports": MANAGER,
    "GET /slots/imports/{}": VIEWER,
    "POST /slots/withdraw-free": MANAGER,
    "GET /slots/{}": VIEWER,
    "POST /slots/{}/move": MANAGER,
    "POST /slots/{}/restore": MANAGER,
    "POST /slots/{}/withdraw": MANAGER,
    "GET /slots/{}/withdrawal": VIEWER,
    "GET /statistics/funnel": VIEWER,
    "GET /statistics/no-shows": VIEWER,
    "GET /statistics/reminders": VIEWER,
    "GET /templates": VIEWER,
    "POST /templates/preview": VIEWER,
    "GET /templates/{}": VIEWER,
    "DELETE /templates/{}/overrides/{}": MANAGER,
    "GET /templates/{}/overrides/{}": VIEWER,
    "PUT /templates/{}/overrides/{}": MANAGER,
    "GET /templates/{}/overrides/{}/versions": VIEWER,
    "POST /templates/{}/overrides/{}/versions/{}/revert": MANAGER,
    "GET /tokens": ADMIN,
    "POST /tokens": ADMIN,
    "GET /tokens/{}": ADMIN,
    "POST /tokens/{}/revoke": ADMIN,
    "GET /waitlist": VIEWER,
    "GET /webhooks": ADMIN,
    "POST /webhooks": ADMIN,
    "GET /webhooks/event-types": ADMIN,
    "DELETE /webhooks/{}": ADMIN,
    "GET /webhooks/{}": ADMIN,
    "PATCH /webhooks/{}": ADMIN,
    "GET /webhooks/{}/deliveries": ADMIN,
    "GET /webhooks/{}/deliveries/{}": ADMIN,
    "POST /webhooks/{}/deliveries/{}/replay": ADMIN,
    "POST /webhooks/{}/replay": ADMIN,
    "POST /webhooks/{}/rotate-secret": ADMIN,
    "POST /webhooks/{}/test": ADMIN,
}


def calls() -> list[str]:
    """Every call of the description as `METHOD path`."""
    described: dict[str, dict[str, Any]] = bare_app().openapi()["paths"]
    return [
        f"{method.upper()} {re.sub('{.*?}', '{}', path.removeprefix('/api/v1'))}"
        for path, operations in described.items()
        for method in operations
    ]


def test_every_call_has_its_row() -> None:
    assert sorted(LEAST) == sorted(calls())


async def test_each_role_may_do_what_the_table_says_and_nothing_more(office: Office, world: World) -> None:
    headers = {
        VIEWER: office.viewer,
        MANAGER: await office.token(MANAGER, cities=[await world.city()]),
        ADMIN: office.admin,
    }
    wrong = {}
    for call, least in LEAST.items():
        method, path = call.split()
        url = "/api/v1" + path.replace("{}", NOBODY)
        stranger = (await office.http.request(method, url)).status_code
        answers = {role: (await office.http.request(method, url, headers=headers[role])).status_code for role in RANKS}
        allowed = {role for role, status in answers.items() if status not in REFUSED}
        due = set(RANKS[RANKS.index(least) :]) - ({MANAGER} if call in EVERYWHERE else set())
        if stranger != 401 or allowed != due or max(answers.values()) >= 500:
            wrong[call] = answers | {"without a token": stranger}
    assert wrong == {}
