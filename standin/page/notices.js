// What pops up on a phone: toasts and alerts of the bot's answers, and sentences of the stand-in itself.

import { make } from "/page/dom.js";

export class Notices {
  constructor() {
    this.element = make("div", { class: "notices", "aria-live": "assertive" });
    this.seen = null;
  }

  // Toasts that were there when the page was opened are history and stay silent.
  show(toasts) {
    const newest = Math.max(0, ...toasts.map((toast) => toast.version));
    const fresh = this.seen === null ? [] : toasts.filter((toast) => toast.version > this.seen);
    this.seen = Math.max(this.seen ?? 0, newest);
    for (const { text, alert } of fresh) (alert ? this.alert(text) : this.toast(text));
  }

  toast(text) {
    this.pop("toast", text, 3500);
  }

  trouble(text) {
    this.pop("toast bad", text, 6000);
  }

  pop(kind, text, milliseconds) {
    const box = make("p", { class: kind }, text);
    this.element.append(box);
    setTimeout(() => box.remove(), milliseconds);
  }

  alert(text) {
    const close = () => box.remove();
    const button = make("button", { type: "button", class: "pill", onclick: close }, "Понятно");
    const box = make("div", { class: "alert", role: "alertdialog", "aria-label": "Сообщение бота" }, make("p", {}, text), button);
    this.element.append(box);
    button.focus();
  }
}
