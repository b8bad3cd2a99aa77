// The fault switch: Telegram breaks on demand, and is mended with one press.

import { ask, forgetFaults } from "/page/api.js";
import { make } from "/page/dom.js";
import { icon } from "/page/icons.js";

const FAULTS = [
  { name: "Телеграм недоступен", hint: "связь рвётся на каждом вызове", wish: { kind: "dropped_before", method: "*" } },
  { name: "Слишком часто (429)", hint: "просит подождать 5 секунд", wish: { kind: "too_many_requests", retry_after: 5 } },
  { name: "Потерянный ответ", hint: "следующее сообщение дойдёт, ответ боту — нет", wish: { kind: "dropped_after", method: "send*", count: 1 } },
  { name: "Ошибка сервера (500)", hint: "отвечает ошибкой", wish: { kind: "server_error" } },
  { name: "Чужой шлюз (502)", hint: "вместо ответа страница HTML", wish: { kind: "bad_gateway" } },
  { name: "Медленно", hint: "каждый ответ через 5 секунд", wish: { kind: "slow", seconds: 5 } },
];

function nameOf(fault) {
  const known = FAULTS.find(({ wish }) => wish.kind === fault.kind && (wish.method ?? null) === fault.method);
  return (known?.name ?? fault.kind) + (fault.count === null ? "" : ` (ещё ${fault.count})`);
}

export class Trouble {
  constructor(place, alarm) {
    this.alarm = alarm;
    this.list = make("div", { class: "sheet-list" });
    const aged = make("button", { type: "button", class: "sheet-row", onclick: () => ask("clock", { seconds: 180 }) },
      make("strong", {}, "Состарить нажатия"), make("small", {}, "часы Телеграма прыгнут на 3 минуты вперёд"));
    place.append(make("details", { class: "sheet" },
      make("summary", { class: "pill", title: "Неполадки" }, icon("bolt"), make("span", { class: "label" }, "Неполадки")), make("div", { class: "sheet-body" }, this.list, aged)));
  }

  async refresh() {
    const { faults } = await ask("faults");
    this.list.replaceChildren(...FAULTS.map((known) => this.row(known, faults)));
    this.alarm.hidden = faults.length === 0;
    this.alarm.replaceChildren(`Сейчас: ${faults.map(nameOf).join(", ")}. `,
      make("button", { type: "button", class: "mend", onclick: () => forgetFaults() }, "Починить"));
  }

  row(known, faults) {
    const active = faults.find((fault) => fault.kind === known.wish.kind && fault.method === (known.wish.method ?? null));
    const onclick = () => (active ? forgetFaults(active.id) : ask("fault", known.wish));
    return make("button", { type: "button", class: "sheet-row", role: "switch", "aria-checked": String(Boolean(active)), onclick },
      make("strong", {}, known.name), make("small", {}, known.hint));
  }
}
