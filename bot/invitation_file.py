"""The entry in the candidate's calendar: a file that adds the interview, changes it, or takes it away (RFC 5545)."""

from aiogram.types import BufferedInputFile
from icalendar import Calendar, Event, vCalAddress

from bot import telegram_html
from bot.views.contexts import Context, interview
from bot.views.writer import Writer
from database.bookings.cards import BookingCard
from domain.booking import BookingStatus

FILE_NAME = "interview.ics"  # Telegram and calendars take text/calendar from the ending
PRODUCT = "-//Otklik//Interviews//RU"
# A calendar wants to know who invites; nobody reads mail here, and .invalid can never be somebody's address.
NO_MAIL = "mailto:noreply@otklik.invalid"


async def invitation(booking: BookingCard, writer: Writer, *, withdrawn: bool = False) -> BufferedInputFile:
    """Return the interview as it stands now, or, `withdrawn`, the word that it is off.

    The same booking is the same entry for ever: its UID never changes, and SEQUENCE grows with every move and is
    larger still when the booking is off, so that a calendar never keeps an older word. Instants are UTC; DTSTAMP is
    the letter's now, so that a letter that is tried again carries the same file.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if withdrawn else "REQUEST")
    event = Event()
    event.add("uid", f"{booking.public_id}@otklik")
    event.add("sequence", 2 * booking.revision + int(withdrawn))
    event.add("status", "CANCELLED" if withdrawn else "CONFIRMED")
    event.add("dtstamp", writer.now)
    event.add("dtstart", booking.starts_at)
    event.add("dtend", booking.ends_at)
    event.add("organizer", _organizer(booking))
    await _describe(event, booking, writer)
    calendar.add_component(event)
    return BufferedInputFile(calendar.to_ical(), filename=FILE_NAME)


async def _describe(event: Event, booking: BookingCard, writer: Writer) -> None:
    """Say what, with whom and where; what is not known is left out, an empty field would be a dead one.

    The link to the meeting comes with the candidate's confirmation and not before, as in the messages; a meeting by
    video wins over the address.
    """
    link = booking.meeting_link if booking.status is BookingStatus.CONFIRMED else None
    words = {**interview(booking), "meeting_link": link, "by_video": bool(booking.meeting_link)}
    event.add("summary", await _plain(writer, "calendar/summary", words))
    event.add("description", await _plain(writer, "calendar/description", words))
    if booking.meeting_link or booking.city_address:
        event.add("location", await _plain(writer, "calendar/location", words))
    if link:
        event.add("url", link)


def _organizer(booking: BookingCard) -> vCalAddress:
    organizer = vCalAddress(NO_MAIL)
    organizer.params["cn"] = booking.recruiter_name
    return organizer


async def _plain(writer: Writer, key: str, words: Context) -> str:
    return telegram_html.plain(await writer.say(key, **words))
