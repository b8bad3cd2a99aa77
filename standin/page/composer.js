// The foot of a phone: Start, Unblock, or the box to type in, with attachments, commands and the reply keyboard.

import { ask } from "/page/api.js";
import { make } from "/page/dom.js";
import { icon } from "/page/icons.js";

export class Composer {
  // `tell(error)` shows a sentence on the phone.
  constructor(personId, tell) {
    this.personId = personId;
    this.tell = tell;
    this.field = make("textarea", {
      rows: "1", placeholder: "Сообщение", "aria-label": "Сообщение", maxlength: "4096",
      onkeydown: (event) => this.key(event), oninput: () => this.grow(),
    });
    this.picker = make("input", { type: "file", hidden: true, onchange: () => this.sendFile() });
    this.menu = make("div", { class: "menu", hidden: true });
    this.keys = make("div", { class: "reply-keys" });
    this.element = make("footer", { class: "composer" });
    this.shown = "";
  }

  show(chat) {
    const { started, blocked } = chat.person;
    const state = JSON.stringify([started, blocked, chat.keyboard, chat.commands]);
    if (state === this.shown) return;
    this.shown = state;
    this.element.replaceChildren(...(blocked ? this.locked() : started ? this.open(chat) : this.unstarted()));
  }

  unstarted() {
    return [this.wide("Начать", "start", () => this.wish("start", {}))];
  }

  locked() {
    return [this.wide("Разблокировать", "unblock", () => this.wish("unblock", {}))];
  }

  open(chat) {
    this.field.placeholder = chat.keyboard_placeholder ?? "Сообщение";
    const toggle = (entries) => () => this.toggle(entries);
    const attach = make("button", { type: "button", class: "round", title: "Приложить", onclick: toggle(this.attachments()) }, icon("clip"));
    const commands = chat.commands.length
      ? make("button", { type: "button", class: "round slash", title: "Команды", onclick: toggle(this.commands(chat)) }, "/")
      : null;
    const send = make("button", { type: "button", class: "round send", title: "Отправить", onclick: () => this.send() }, icon("send"));
    this.keys.replaceChildren(...chat.keyboard.map((row) => make("div", { class: "keys" }, row.map((button) => this.replyKey(button)))));
    return [this.menu, make("div", { class: "typing-row" }, ...[commands, attach, this.field, send].filter(Boolean)), this.picker, this.keys];
  }

  wide(label, name, onclick) {
    return make("button", { type: "button", class: `wide ${name}`, onclick }, label);
  }

  replyKey(button) {
    const onclick = () => this.wish("press", { label: button.label });
    return make("button", { type: "button", class: `key reply ${button.style ?? "plain"}`, onclick }, button.label);
  }

  attachments() {
    return [
      ["Файл…", "file", () => this.picker.click()],
      ["Мой контакт", "person", () => this.wish("message", { contact: {} })],
      ["Фотография", "photo", () => this.wish("message", { photo: {} })],
      ["Голосовое", "voice", () => this.wish("message", { voice: {} })],
      ["Стикер", "smile", () => this.wish("message", { sticker: {} })],
    ];
  }

  commands(chat) {
    return chat.commands.map(({ command, description }) =>
      [`/${command} — ${description}`, null, () => this.wish("message", { text: `/${command}` })]);
  }

  fold(target) {
    if (!this.element.contains(target)) this.menu.hidden = true;
  }

  toggle(entries) {
    const again = !this.menu.hidden && this.menu.firstChild?.textContent === entries[0][0];
    this.menu.hidden = again;
    this.menu.replaceChildren(...entries.map(([label, sign, deed]) =>
      make("button", { type: "button", onclick: () => { this.menu.hidden = true; deed(); } }, sign && icon(sign), label)));
  }

  key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 120)}px`;
  }

  async send() {
    const text = this.field.value.trim();
    if (!text) return;
    this.field.value = "";
    this.grow();
    await this.wish("message", { text });
    this.field.focus();
  }

  async sendFile() {
    const [chosen] = this.picker.files;
    this.picker.value = "";
    if (!chosen) return;
    const bytes = new Uint8Array(await chosen.arrayBuffer());
    const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    const document = { file_name: chosen.name, mime_type: chosen.type || null, content_base64: btoa(letters) };
    await this.wish("message", { document });
  }

  async wish(path, wish) {
    try {
      await ask(path, { person_id: this.personId, ...wish });
    } catch (error) {
      this.tell(error.message);
    }
  }
}
