"""What a candidate tells of themselves beside Test1: the language to be written to in, and the phone."""

from aiogram.types import CallbackQuery, Message

from bot import wording
from bot.callbacks import LanguagePress
from bot.card import Card
from bot.handlers.desk import Desk
from bot.handlers.replies import answer_outdated, answer_press, offer_beginning, replace_message, reply, say
from bot.handlers.words import who_writes
from bot.keyboards.profile import kb_languages
from bot.keyboards.screening import kb_resume
from database.people.candidates import candidate_by_telegram, set_language, set_phone
from database.people.recruiters import recruiter_by_telegram


async def handle_language(message: Message, desk: Desk) -> None:
    """Offer a candidate the languages that there are texts in; with one of them, say so."""
    person = message.from_user
    if person and await recruiter_by_telegram(desk.session, person.id):
        await reply(message, desk, "language_of_recruiters")
        return
    candidate = await candidate_by_telegram(desk.session, person.id) if person else None
    if candidate is None:
        await offer_beginning(message, desk, None)
        return
    writer = desk.writer(candidate.language, candidate.city_id)
    text = await writer.say("replies/choose_language", languages=list(wording.languages().values()))
    await say(message, Card(text=text, keyboard=kb_languages(wording.languages())), writer.language)


async def handle_pick_language(callback: CallbackQuery, callback_data: LanguagePress, desk: Desk) -> None:
    """Keep the language; what is said from here on is said in it."""
    candidate = await candidate_by_telegram(desk.session, callback.from_user.id)
    if candidate is None or callback_data.language not in wording.languages():
        await answer_outdated(callback, desk)
        return
    answer_press(callback, desk)
    await set_language(desk.session, candidate.id, callback_data.language)
    writer = desk.writer(callback_data.language, candidate.city_id)
    text = await writer.say("replies/language_chosen")
    await replace_message(callback, Card(text=text, keyboard=kb_resume()), writer.language)


async def handle_contact(message: Message, desk: Desk) -> None:
    """Keep the phone of whoever shared their own contact; somebody else's is nothing to us."""
    candidate = await who_writes(message, desk)
    contact, person = message.contact, message.from_user
    if candidate is None or contact is None or person is None:
        return
    if contact.user_id != person.id:
        await reply(message, desk, "phone_of_another")
        return
    phone = "+" + "".join(sign for sign in contact.phone_number if sign.isdecimal())
    await set_phone(desk.session, candidate.id, phone)
    writer = desk.writer(candidate.language, candidate.city_id)
    text = await writer.say("replies/phone_kept", phone=phone)
    await say(message, Card(text=text, keyboard=kb_resume()), writer.language)
