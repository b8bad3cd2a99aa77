"""Telegram's HTML: what it becomes, and what cannot be parsed."""

import pytest
from aiogram.exceptions import TelegramBadRequest

from tests.standin.stage import Stage


async def entities_of(stage: Stage, html: str) -> tuple[str | None, list[tuple[str, int, int]]]:
    """Send the text and return what the bot sees of it."""
    anna = await stage.person()
    sent = await stage.bot.send_message(anna, html)
    return sent.text, [(entity.type, entity.offset, entity.length) for entity in sent.entities or []]


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("<b>да</b> <i>нет</i>", "да нет", [("bold", 0, 2), ("italic", 3, 3)]),
        ("<b><i>оба</i></b>", "оба", [("bold", 0, 3), ("italic", 0, 3)]),
        ("🙂<u>x</u>", "🙂x", [("underline", 2, 1)]),
        ("<s>a</s><del>b</del>", "ab", [("strikethrough", 0, 1), ("strikethrough", 1, 1)]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<blockquote>x</blockquote>", "x", [("blockquote", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ("<code>x &lt; y</code>", "x < y", [("code", 0, 5)]),
        ('<pre><code class="language-python">x</code></pre>', "x", [("pre", 0, 1)]),
        ('<a href="https://ya.ru?a=1&amp;b=2">карта</a>', "карта", [("text_link", 0, 5)]),
        ("&lt;b&gt; &amp; &quot; &#8212; &nbsp;", '<b> & " — &nbsp;', []),
        ("  <b> край </b>  ", "край", [("bold", 0, 4)]),
        ("/start и https://ya.ru, a@b.ru", "/start и https://ya.ru, a@b.ru",
         [("bot_command", 0, 6), ("url", 9, 13), ("email", 24, 6)]),
    ],
)  # fmt: skip
async def test_html_becomes_text_and_entities(
    stage: Stage, html: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    assert await entities_of(stage, html) == (text, entities)


async def test_a_moment_keeps_its_time_and_format(stage: Stage) -> None:
    anna = await stage.person()
    sent = await stage.bot.send_message(anna, '<tg-time unix="1800000000" format="wDt">завтра</tg-time>')
    assert sent.entities is not None
    (moment,) = sent.entities
    assert (moment.type, moment.length) == ("date_time", 6)
    assert moment.model_dump(exclude_none=True)["date_time_format"] == "wDt"


async def test_a_language_stays_with_its_block_of_code(stage: Stage) -> None:
    anna = await stage.person()
    sent = await stage.bot.send_message(anna, '<pre><code class="language-python">x</code></pre>')
    assert sent.entities is not None
    assert sent.entities[0].language == "python"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("я < 18 лет", 'Unsupported start tag "" at byte offset 3'),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>x</b></i>", "Unmatched end tag at byte offset 7"),
        ('<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler"'),
        ("<a href>x</a>", "Expected equal sign in declaration of an attribute"),
        ("<tg-time>x</tg-time>", 'Tag "tg-time" must have attribute "unix"'),
        ('<tg-time unix="1" format="yyyy">x</tg-time>', "Invalid date-time format"),
    ],
)
async def test_html_that_does_not_parse_is_refused(stage: Stage, html: str, reason: str) -> None:
    with pytest.raises(TelegramBadRequest) as refused:
        await entities_of(stage, html)
    assert f"Bad Request: can't parse entities: {reason}" in refused.value.message


async def test_other_parse_modes_are_not_spoken_here(stage: Stage) -> None:
    anna = await stage.person()
    with pytest.raises(TelegramBadRequest, match="unsupported parse_mode"):
        await stage.bot.send_message(anna, "*x*", parse_mode="MarkdownV2")
