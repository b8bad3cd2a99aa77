"""Keyboards: what Telegram accepts as one, and which labels a person sees on it."""

from typing import Any

from standin.links import is_link
from standin.refusals import bad_request

Json = dict[str, Any]

LONGEST_CALLBACK_DATA = 64  # bytes
LONGEST_COPY_TEXT = 256
MOST_BUTTONS = 100
STYLES = {"primary", "success", "danger"}
INLINE_KINDS = {
    "url": "url",
    "callback_data": "callback",
    "web_app": "web_app",
    "login_url": "login",
    "switch_inline_query": "inline_query",
    "switch_inline_query_current_chat": "inline_query",
    "switch_inline_query_chosen_chat": "inline_query",
    "copy_text": "copy_text",
    "callback_game": "game",
    "pay": "pay",
    "disabled": "disabled",
}
FORMS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")


def check_markup(markup: Any) -> Json | None:
    """Return the markup as Telegram keeps it (no empty rows; none at all if nothing is left), or refuse it."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    form = next((each for each in FORMS if each in markup), None)
    if form is None:
        return None
    if form == "inline_keyboard":
        rows = _rows(markup[form], "inline keyboard")
        for button in (button for row in rows for button in row):
            _check_inline(button)
        return {form: rows} if rows else None
    if form == "keyboard":
        rows = _rows(markup[form], "reply keyboard")
        return {**markup, form: [[_reply_button(button) for button in row] for row in rows]}
    return dict(markup)


def inline_only(markup: Json | None) -> Json | None:
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def visible_rows(markup: Json | None) -> list[list[Json]]:
    """List the rows a person sees: label, kind, style, disabled, and what the button carries."""
    if not markup:
        return []
    if "inline_keyboard" in markup:
        return [[_visible_inline(button) for button in row] for row in markup["inline_keyboard"]]
    return [[_visible_reply(button) for button in row] for row in markup.get("keyboard", [])]


def inline_kind(button: Json) -> str | None:
    field = next((field for field in INLINE_KINDS if field in button), None)
    return None if field is None else INLINE_KINDS[field]


def _rows(rows: Any, name: str) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f"can't parse {name}: Array of Arrays expected")
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return [row for row in rows if row]


def _check_inline(button: Any) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    fields = [field for field in INLINE_KINDS if field in button]
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    if not fields:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        )
    if len(fields) > 1:
        raise bad_request("can't parse inline keyboard button: Exactly one of the optional fields must be used")
    if button.get("style") is not None and button["style"] not in STYLES:
        raise bad_request("can't parse inline keyboard button: Invalid button style specified")
    _check_load(button)


def _check_load(button: Json) -> None:
    if "callback_data" in button and not 1 <= _size(button["callback_data"]) <= LONGEST_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not is_link(str(button["url"])):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "copy_text" in button:
        copied = button["copy_text"].get("text") if isinstance(button["copy_text"], dict) else None
        if not isinstance(copied, str) or not 1 <= len(copied) <= LONGEST_COPY_TEXT:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _size(data: Any) -> int:
    return len(data.encode()) if isinstance(data, str) else 0


def _reply_button(button: Any) -> Json:
    known = {"text": button} if isinstance(button, str) else button
    if not isinstance(known, dict) or not isinstance(known.get("text"), str) or not known["text"].strip():
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
    if known.get("style") is not None and known["style"] not in STYLES:
        raise bad_request("can't parse keyboard button: Invalid button style specified")
    return known


def _visible_inline(button: Json) -> Json:
    kind = inline_kind(button)
    seen: Json = {"label": button["text"], "kind": kind, "style": button.get("style")}
    seen["disabled"] = kind == "disabled"
    if kind == "callback":
        seen["callback_data"] = button["callback_data"]
    if kind == "url":
        seen["url"] = button["url"]
    if kind == "copy_text":
        seen["copy_text"] = button["copy_text"]["text"]
    return seen


def _visible_reply(button: Json) -> Json:
    kind = "contact" if button.get("request_contact") else "text"
    return {"label": button["text"], "kind": kind, "style": button.get("style"), "disabled": False}
