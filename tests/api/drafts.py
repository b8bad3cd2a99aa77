"""Drafts of Test1, and how the tests of the API publish and judge them."""

from typing import Any

from tests.api.office import Office

PATH = "/api/v1/questionnaires"
CITY = {"id": "city", "kind": "city", "text": "В каком городе?"}
NAME = {"id": "name", "kind": "full_name", "text": "Как вас зовут?"}
FORMAT = {
    "id": "format",
    "kind": "choice",
    "text": "Какой формат вам подходит?",
    "options": [
        {"id": "office", "caption": "Офис"},
        {"id": "home", "caption": "Только дома", "refusal": "home"},
    ],
}
WHEN = {
    "id": "when",
    "kind": "text",
    "text": "Когда сможете выйти?",
    "asked_if": [{"question_id": "format", "option_ids": ["office"]}],
}
AGE = {
    "id": "age_group",
    "kind": "choice",
    "text": "Сколько вам лет?",
    "options": [{"id": "young", "caption": "До 45"}, {"id": "old", "caption": "Старше 45", "refusal": "home"}],
}
TOO_OLD = "refuses_by_age:age_group:old"
SORRY = {"home": "Вся работа у нас на месте."}


def content(*questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"questions": list(questions), "refusals": SORRY, **more}


FIRST = content(NAME, CITY, FORMAT, WHEN)
UNLAWFUL = content(NAME, CITY, FORMAT, AGE)


async def publish(office: Office, draft: object, tag: str = "*", key: str = "", **more: Any) -> Any:
    headers = office.admin | {"If-Match": tag} | ({"Idempotency-Key": key} if key else {})
    return await office.http.post(PATH, headers=headers, json={"content": draft, **more})


async def act(office: Office, path: str, body: object, tag: str = "*") -> Any:
    return await office.http.post(f"{PATH}/{path}", headers=office.admin | {"If-Match": tag}, json=body)


async def get(office: Office, path: str = "") -> Any:
    return await office.http.get(f"{PATH}{path}", headers=office.viewer)


async def verdict(office: Office, draft: object) -> Any:
    answer = await office.http.post(f"{PATH}/validate", headers=office.viewer, json=draft)
    assert answer.status_code == 200, answer.text
    return answer.json()
