// Empty places on the desk: a new candidate takes one, an invited recruiter the other.

import { ask } from "/page/api.js";
import { make } from "/page/dom.js";
import { icon } from "/page/icons.js";

const NAMES = ["Анна Петрова", "Тимур Гараев", "Мария Кузнецова", "Иван Соколов", "Лейла Ахметова", "Олег Ким"];

export function freshName(people) {
  const taken = new Set(people.map((person) => person.name));
  return NAMES.find((name) => !taken.has(name)) ?? `Кандидат ${people.length + 1}`;
}

export function candidateSeat(people, close) {
  const field = make("input", { value: freshName(people), "aria-label": "Имя кандидата", maxlength: "64", required: true });
  const onsubmit = async (event) => {
    event.preventDefault();
    close?.();
    await ask("people", { name: field.value.trim() || freshName(people) });
  };
  return seat("Кандидат", "Человек, который откликается на вакансию. Как его зовут?",
    make("form", { onsubmit }, field, make("button", { class: "pill strong" }, "Взять телефон")), close);
}

export function recruiterSeat(people, invitations, close) {
  const rows = invitations.map((invitation) =>
    make("button", { type: "button", class: "pill strong", onclick: () => { close?.(); enter(invitation); } }, `Войти как ${invitation.label}`));
  const empty = make("p", { class: "faint" }, "Приглашений пока нет: их присылает «Отклик», когда запущен и наполнен.");
  return seat("Рекрутёр", "Входит по одноразовой ссылке-приглашению.", make("div", { class: "invitations" }, rows.length ? rows : empty), close);
}

// The label says more than a name ("Рекрутёр Мария (Казань)"); the person gets the name alone.
async function enter(invitation) {
  const name = invitation.label.replace(/\(.*?\)/g, "").replace(/^рекрут[её]р\s+/i, "").split(/[,·—]/)[0].trim();
  const person = await ask("people", { name: name || invitation.label });
  await ask("start", { person_id: person.id, payload: invitation.payload });
}

function seat(title, sentence, inside, close) {
  const leave = close ? make("button", { type: "button", class: "round close", title: "Закрыть", onclick: close }, icon("cross")) : null;
  return make("section", { class: "holder seat", "aria-label": `Место: ${title}` },
    make("div", { class: "phone empty" }, leave, make("h2", {}, title), make("p", {}, sentence), inside));
}
