// The desk: phones side by side, kept up to date by the stand-in's news.

import { ask, listen } from "/page/api.js";
import { icon } from "/page/icons.js";
import { Phone } from "/page/phone.js";
import { candidateSeat, recruiterSeat } from "/page/seats.js";
import { Trouble } from "/page/trouble.js";

const desk = document.querySelector("#desk");
const pulse = document.querySelector("#pulse");
const trouble = new Trouble(document.querySelector("#trouble"), document.querySelector("#alarm"));
const phones = new Map();
const soon = new Map();
let adding = false;
let seated = "";

async function refreshDesk() {
  const [{ people }, { invitations }, health] = await Promise.all([ask("people"), ask("invitations"), ask("health")]);
  showPulse(health);
  for (const [id, phone] of phones) {
    if (people.some((person) => person.id === id)) continue;
    phone.element.remove();
    phones.delete(id);
  }
  for (const person of people.filter(({ id }) => !phones.has(id))) {
    phones.set(person.id, new Phone(person, health.bot, { canSkip: health.can_skip }));
    await phones.get(person.id).refresh();
  }
  placeAll(people, invitations);
}

// Candidates stand on the left, invited people on the right. Elements that stay are not moved: a box in which
// somebody types must keep its focus.
function placeAll(people, invitations) {
  const free = invitations.filter(({ label }) => !people.some((person) => person.invited_as === label));
  const candidates = people.filter((person) => !person.invited_as);
  const invited = people.filter((person) => person.invited_as);
  const state = JSON.stringify([people.map(({ id, invited_as: as }) => [id, as]), free, adding]);
  if (state === seated) return;
  seated = state;
  const close = () => { adding = false; refreshDesk(); };
  const left = candidates.length && !adding ? [] : [candidateSeat(people, candidates.length ? close : null)];
  const right = invited.length && !(adding && free.length) ? [] : [recruiterSeat(people, free, invited.length ? close : null)];
  const element = ({ id }) => phones.get(id).element;
  desk.replaceChildren(...candidates.map(element), ...left, ...invited.map(element), ...right);
  for (const phone of phones.values()) phone.log.scrollTop = phone.log.scrollHeight;
}

function showPulse(health) {
  const heard = health.polling || health.webhook;
  pulse.classList.toggle("alive", Boolean(heard));
  pulse.textContent = heard ? `бот «${health.bot.first_name}» на связи` : `бот «${health.bot.first_name}» не на связи`;
}

// Many changes at once become one look.
function later(key, deed) {
  if (soon.has(key)) return;
  soon.set(key, setTimeout(async () => {
    soon.delete(key);
    await deed().catch(() => { pulse.textContent = "нет связи со стендом"; });
  }, 30));
}

function hear({ kind, person_id: personId }) {
  const phone = phones.get(personId);
  if (kind === "faults" || kind === "call") later("faults", () => trouble.refresh());
  if (kind === "reset") for (const known of phones.values()) known.bubbles.clear();
  if (["people", "invitations", "reset", "webhook", "poll"].includes(kind)) later("desk", refreshDesk);
  if (!phone) return;
  if (kind === "typing") return phone.typing();
  if (kind === "message") phone.silent();
  if (kind === "answer") phone.answered();
  if (kind !== "call") later(personId, () => phone.refresh());
}

function linked(connected) {
  if (!connected) {
    pulse.classList.remove("alive");
    pulse.textContent = "нет связи со стендом, пробую снова…";
    return;
  }
  later("desk", async () => {
    await refreshDesk();
    await Promise.all([trouble.refresh(), ...[...phones.values()].map((phone) => phone.refresh())]);
  });
}

const add = document.querySelector("#add");
add.prepend(icon("plus"));
add.addEventListener("click", () => {
  adding = true;
  refreshDesk().then(() => desk.querySelector(".seat")?.scrollIntoView({ behavior: "smooth", inline: "center" }));
});
document.addEventListener("click", (event) => {
  for (const sheet of document.querySelectorAll("details[open]")) {
    if (!sheet.contains(event.target)) sheet.open = false;
  }
  for (const phone of phones.values()) phone.composer.fold(event.target);
});
setInterval(() => later("pulse", async () => showPulse(await ask("health"))), 5000);
listen(hear, linked);
