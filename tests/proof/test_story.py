from proof.seen import Message
from proof.story import Story
from tests.proof.pieces import chat_of, seen


def told(story: Story) -> list[tuple[str, str]]:
    return [(entry.speaker, entry.words) for entry in story.entries]


def test_messages_and_presses_stand_in_the_order_in_which_they_were_seen() -> None:
    start, city = seen(1, "/start", by="person"), seen(2, "Город?", "Москва", "Казань")
    story = Story(chat_of())
    story.note(chat_of(start, city))
    story.note_press(Message.read(city), "Казань")
    story.note(chat_of(start, city, seen(5, "Готово", document={"file_name": "a.ics"})))
    assert told(story) == [
        ("Ольга", "/start"),
        ("Otklik", "Город?\n[Москва]\n[Казань]"),
        ("Ольга", "▸ Казань"),
        ("Otklik", "Готово\n📎 a.ics"),
    ]


def test_what_stood_in_the_chat_before_is_not_told() -> None:
    story = Story(chat_of(seen(1, "раньше")))
    story.note(chat_of(seen(1, "раньше"), seen(2, "теперь")))
    assert told(story) == [("Otklik", "теперь")]


def test_an_edit_is_told_by_its_new_lines() -> None:
    story = Story(chat_of())
    story.note(chat_of(seen(1, "Заявка\nПетрова Анна", "Согласовать", "Отклонить")))
    story.note(chat_of(seen(1, "Согласовано\nПетрова Анна", "Отменить", version=3), seen(2, "Дальше")))
    assert told(story)[1:] == [("Otklik", "Дальше"), ("Otklik", "✎ Согласовано\n[Отменить]")]


def test_an_edit_of_buttons_alone_is_not_told() -> None:
    story = Story(chat_of())
    story.note(chat_of(seen(1, "Город?", "Москва")))
    story.note(chat_of(seen(1, "Город?", version=2)))
    assert told(story) == [("Otklik", "Город?\n[Москва]")]


def test_a_story_can_be_told_from_its_middle() -> None:
    reminder = seen(3, "Всё в силе?", "Да")
    story = Story(chat_of())
    story.note(chat_of(seen(1, "/start", by="person"), seen(2, "Город?"), reminder))
    story.note_press(Message.read(reminder), "Да")
    assert [entry.words for entry in story.since(Message.read(reminder))] == ["Всё в силе?\n[Да]", "▸ Да"]
