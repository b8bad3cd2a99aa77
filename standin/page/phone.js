// One person's phone: the owner above it, the chat with the bot inside it.

import { ask } from "/page/api.js";
import { bubble, dayOf } from "/page/bubble.js";
import { Composer } from "/page/composer.js";
import { initials, make } from "/page/dom.js";
import { icon } from "/page/icons.js";
import { Notices } from "/page/notices.js";

export class Phone {
  constructor(person, bot, { canSkip }) {
    this.person = person;
    this.bot = bot;
    this.bubbles = new Map();
    this.notices = new Notices();
    this.composer = new Composer(person.id, (text) => this.notices.trouble(text));
    this.log = make("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0" });
    this.status = make("small", {}, "бот");
    this.owner = make("div", { class: "owner" });
    this.element = make("section", { class: "holder", "aria-label": `Телефон: ${person.name}`, "data-person-id": person.id },
      this.owner,
      make("div", { class: "phone" },
        make("header", { class: "chat-head" }, make("span", { class: "avatar bot" }, initials(bot.first_name)),
          make("div", {}, make("strong", {}, bot.first_name), this.status)),
        this.log, this.notices.element, this.composer.element));
    this.canSkip = canSkip;
    this.showOwner();
  }

  showOwner() {
    const { id, name, username, invited_as: invitedAs, blocked, started } = this.person;
    const block = make("button", {
      type: "button", class: "pill quiet", disabled: !started, title: blocked ? "Разблокировать бота" : "Заблокировать бота",
      onclick: () => this.composer.wish(blocked ? "unblock" : "block", {}),
    }, icon("block"), invitedAs ? (blocked ? "Разблокировать бота" : "Заблокировать бота") : null);
    const skip = invitedAs ? null : make("button", {
      type: "button", class: "pill skip", disabled: !this.canSkip || !started,
      title: this.canSkip ? "Часы этого кандидата прыгнут к ближайшему напоминанию или сроку" : "Перемотка не подключена",
      onclick: (event) => this.skip(event.currentTarget),
    }, icon("skip"), "Перемотать до следующего события");
    this.owner.replaceChildren(
      make("div", { class: "who" }, make("span", { class: `avatar tint-${id % 7}` }, initials(name)),
        make("div", {}, make("strong", {}, name), make("small", {}, invitedAs ?? (username ? `кандидат · @${username}` : "кандидат")))),
      make("div", { class: "deeds" }, ...[skip, block].filter(Boolean)));
  }

  async refresh() {
    const chat = await ask(`chat/${this.person.id}`);
    this.person = chat.person;
    this.showOwner();
    this.showMessages(chat.messages);
    this.notices.show(chat.toasts);
    this.composer.show(chat);
  }

  showMessages(messages) {
    const near = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 120;
    const last = messages.at(-1)?.version;
    const deeds = { press: (message, button) => this.press(message, button), open: (url) => this.open(url) };
    const known = new Map();
    let day = null;
    const nodes = [];
    for (const message of messages) {
      if (dayOf(message) !== day) nodes.push(make("p", { class: "day" }, day = dayOf(message)));
      const before = this.bubbles.get(message.message_id);
      const node = before?.version === message.version ? before.node : bubble(message, deeds);
      if (!before && this.bubbles.size) node.classList.add("fresh");
      known.set(message.message_id, { version: message.version, node });
      nodes.push(node);
    }
    this.bubbles = known;
    this.log.replaceChildren(...(nodes.length ? nodes : [this.welcome()]));
    if (near || last !== this.last) this.log.scrollTop = this.log.scrollHeight;
    this.last = last;
  }

  welcome() {
    return make("div", { class: "welcome" }, make("p", {}, "Здесь пока ничего нет."), make("p", {}, `Бот «${this.bot.first_name}» не может написать первым.`));
  }

  async press(message, button) {
    if (button.kind === "copy_text") {
      await navigator.clipboard?.writeText(button.copy_text).catch(() => null);
      return this.notices.toast(`Скопировано: ${button.copy_text}`);
    }
    if (button.kind !== "callback") return this.notices.trouble("Такую кнопку этот телефон нажать не умеет.");
    // By data and message, not by label: the press is of the button that was seen, even if it changes meanwhile.
    return this.composer.wish("press", { callback_data: button.callback_data, message_id: message.message_id });
  }

  // A deep link to this very bot opens here; any other address is left to the browser.
  open(address) {
    const url = new URL(address);
    const payload = url.searchParams.get("start");
    if (url.hostname !== "t.me" || url.pathname !== `/${this.bot.username}` || payload === null) return false;
    this.composer.wish("start", { payload });
    return true;
  }

  answered() {
    for (const key of this.log.querySelectorAll(".key.waiting")) key.classList.remove("waiting");
  }

  typing() {
    this.status.textContent = "печатает…";
    clearTimeout(this.typingEnds);
    this.typingEnds = setTimeout(() => this.silent(), 5000);
  }

  silent() {
    this.status.textContent = "бот";
  }

  async skip(button) {
    button.disabled = true;
    try {
      const told = await ask("skip", { person_id: this.person.id });
      this.notices.toast(told.message ?? "Время перемотано");
    } catch (error) {
      this.notices.trouble(`Перемотать не удалось: ${error.message}`);
    }
    button.disabled = false;
  }
}
