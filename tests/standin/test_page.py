"""The page in a real browser: a candidate's and a recruiter's phone side by side."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiogram.types import (
    DisabledButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from tests.standin.stage import Stage

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
VERDICT = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="Одобрить", callback_data="approve", style="success")],
        [InlineKeyboardButton(text="Отклонить", callback_data="reject", style="danger")],
        [InlineKeyboardButton(text="Занято", disabled=DisabledButton())],
    ]
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"the page is not tested: there is no {CHROMIUM}"),
]


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def page(stage: Stage, browser: Browser) -> AsyncIterator[Page]:
    """Open the page at a desk where two invitations lie; any error in its scripts fails the test."""
    invitations = [
        {"label": "Рекрутёр Мария Иванова (Казань)", "payload": "r_1"},
        {"label": "Рекрутёр Олег Ким (Алматы)", "payload": "r_2"},
    ]
    await stage.post("invitations", invitations)
    context = await browser.new_context(locale="ru-RU", timezone_id="Europe/Moscow")
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(stage.url)
    yield page
    await context.close()
    assert errors == []


def phone(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=f"Телефон: {name}")


async def take_candidate(page: Page, stage: Stage, name: str = "Анна Петрова") -> tuple[Locator, int]:
    """Take a phone for a candidate, press Start, and return the phone and the person's id."""
    await page.get_by_label("Имя кандидата").fill(name)
    await page.get_by_role("button", name="Взять телефон").click()
    own = phone(page, name)
    await own.get_by_role("button", name="Начать").click()
    await expect(own.get_by_text("/start")).to_be_visible()
    people = (await stage.get("people"))["people"]
    return own, next(person["id"] for person in people if person["name"] == name)


async def test_a_candidate_and_a_recruiter_play_side_by_side(page: Page, stage: Stage) -> None:
    candidate, anna = await take_candidate(page, stage)
    await page.get_by_role("button", name="Войти как Рекрутёр Мария Иванова (Казань)").click()
    recruiter = phone(page, "Мария Иванова")
    await expect(recruiter.get_by_text("/start r_1")).to_be_visible()
    maria = next(each["id"] for each in (await stage.get("people"))["people"] if each["invited_as"])

    await candidate.get_by_label("Сообщение", exact=True).fill("Готова выйти завтра")
    await candidate.get_by_label("Сообщение", exact=True).press("Enter")
    await expect(candidate.get_by_text("Готова выйти завтра")).to_be_visible()
    assert (await stage.poll())[-1].message is not None

    sent = await stage.bot.send_message(maria, "Новый отклик", reply_markup=VERDICT)
    await expect(recruiter.get_by_role("button", name="Занято")).to_be_disabled()
    await recruiter.get_by_role("button", name="Одобрить").click()
    query = (await stage.poll())[-1].callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("approve", maria)
    await stage.bot.answer_callback_query(query.id, text="Уже одобрено Олегом", show_alert=True)
    await expect(recruiter.get_by_role("alertdialog")).to_contain_text("Уже одобрено Олегом")
    await recruiter.get_by_role("button", name="Понятно").click()
    await stage.bot.edit_message_text("Одобрено", chat_id=maria, message_id=sent.message_id)
    await expect(recruiter.get_by_text("Одобрено", exact=True)).to_be_visible()
    await expect(recruiter.get_by_role("button", name="Одобрить")).to_have_count(0)
    await stage.bot.send_message(anna, "Вы записаны")
    await expect(candidate.get_by_text("Вы записаны")).to_be_visible()


async def test_formatting_is_shown_and_markup_stays_text(page: Page, stage: Stage) -> None:
    candidate, anna = await take_candidate(page, stage, '<img src=x onerror="alert(1)">')
    html = (
        '<b>жирно</b> <i>косо</i> <a href="https://ya.ru">карта</a> <code>x</code> <tg-spoiler>тайна</tg-spoiler> '
        '<tg-time unix="1795694400" format="wDt">в среду</tg-time>\n<blockquote expandable>длинно</blockquote>'
        "&lt;script&gt;alert(1)&lt;/script&gt;"
    )
    await stage.bot.send_message(anna, html)
    await expect(candidate.locator("strong", has_text="жирно")).to_be_visible()
    await expect(candidate.locator("em", has_text="косо")).to_be_visible()
    await expect(candidate.get_by_role("link", name="карта")).to_have_attribute("href", "https://ya.ru/")
    await expect(candidate.locator("time")).to_contain_text("26 ноября 2026")
    await expect(candidate.locator("blockquote.expandable")).to_have_text("длинно")
    await expect(candidate.get_by_text("<script>alert(1)</script>")).to_be_visible()
    assert await page.locator("img[src='x']").count() == 0
    await candidate.locator(".spoiler").click()
    await expect(candidate.locator(".spoiler")).to_have_class("spoiler revealed")


async def test_a_reply_keyboard_types_for_its_owner(page: Page, stage: Stage) -> None:
    candidate, anna = await take_candidate(page, stage)
    keys = [[KeyboardButton(text="Сегодня")]]
    await stage.bot.send_message(anna, "Меню", reply_markup=ReplyKeyboardMarkup(keyboard=keys))
    await candidate.get_by_role("button", name="Сегодня").click()
    await expect(candidate.get_by_role("log").get_by_text("Сегодня")).to_be_visible()


async def test_the_bot_is_blocked_and_unblocked(page: Page, stage: Stage) -> None:
    candidate, _ = await take_candidate(page, stage)
    await candidate.get_by_title("Заблокировать бота").click()
    await candidate.get_by_role("button", name="Разблокировать", exact=True).click()
    await expect(candidate.get_by_label("Сообщение", exact=True)).to_be_visible()
    statuses = [each.my_chat_member.new_chat_member.status for each in await stage.poll() if each.my_chat_member]
    assert statuses == ["kicked", "member"]


async def test_telegram_is_broken_and_mended(page: Page, stage: Stage) -> None:
    await page.get_by_title("Неполадки").click()
    await page.get_by_role("switch", name="Телеграм недоступен").click()
    await expect(page.get_by_text("Сейчас: Телеграм недоступен")).to_be_visible()
    (fault,) = (await stage.get("faults"))["faults"]
    assert (fault["kind"], fault["method"]) == ("dropped_before", "*")
    await page.get_by_role("button", name="Починить").click()
    await expect(page.get_by_text("Сейчас:")).to_be_hidden()
    assert (await stage.get("faults"))["faults"] == []


async def test_skipping_is_offered_and_says_when_it_is_not_connected(page: Page, stage: Stage) -> None:
    candidate, _ = await take_candidate(page, stage)
    skip = candidate.get_by_role("button", name="Перемотать до следующего события")
    await expect(skip).to_be_disabled()
    await expect(skip).to_have_attribute("title", "Перемотка не подключена")


async def test_more_people_can_be_added_and_a_narrow_window_fits(page: Page, stage: Stage) -> None:
    await take_candidate(page, stage)
    await page.get_by_title("Посадить ещё одного человека").click()
    await take_candidate(page, stage, "Тимур Гараев")
    await expect(page.get_by_role("region", name="Телефон:")).to_have_count(2)
    await page.set_viewport_size({"width": 390, "height": 800})
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
