"""answerCallbackQuery: one answer per press, while it is fresh."""

from standin.calls import Call
from standin.html_marks import units
from standin.refusals import bad_request
from standin.world import World

LONGEST_TOAST = 200


def answer_callback_query(world: World, call: Call) -> bool:
    text = call.text("text")
    if units(text) > LONGEST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    now = world.clock.now()
    person_id = world.presses.answer(call.text("callback_query_id"), at=now)
    if person_id is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if text:
        world.chats.toast(person_id, text, alert=call.flag("show_alert"), at=now)
    world.changes.announce("answer", person_id)
    return True
