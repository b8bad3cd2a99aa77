// Formatted text: Telegram's entities become elements. JavaScript counts in UTF-16 units, as Telegram does.

import { make, safeUrl } from "/page/dom.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

export function formatted(text, entities, open) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nest(text, sorted, 0, text.length, open);
}

// Entities lie inside one another; those that begin before `to` belong to this level.
function nest(text, entities, from, to, open) {
  const nodes = [];
  let place = from;
  while (entities.length && entities[0].offset < to) {
    const entity = entities.shift();
    if (entity.offset < place) continue;
    if (entity.offset > place) nodes.push(text.slice(place, entity.offset));
    const start = entity.offset;
    place = Math.min(start + entity.length, to);
    nodes.push(wrap(entity, text.slice(start, place), nest(text, entities, start, place, open), open));
    // A block ends its line by itself: the line break after it would show as an empty line.
    if (BLOCKS.has(entity.type) && text[place] === "\n" && place < to) place += 1;
  }
  if (place < to) nodes.push(text.slice(place, to));
  return nodes;
}

function wrap(entity, text, inside, open) {
  if (TAGS[entity.type]) return make(TAGS[entity.type], {}, inside);
  switch (entity.type) {
    case "text_link": return link(entity.url, inside, open);
    case "url": return link(text, inside, open);
    case "email": return make("span", { class: "marked" }, inside);
    case "mention": case "hashtag": case "bot_command": return make("span", { class: "marked" }, inside);
    case "spoiler": return spoiler(inside);
    case "blockquote": return make("blockquote", {}, inside);
    case "expandable_blockquote": return expandable(inside);
    case "date_time": return moment(entity, text, inside);
    default: return make("span", {}, inside);
  }
}

function link(address, inside, open) {
  const url = safeUrl(address);
  if (url === null) return make("span", {}, inside);
  const onclick = (event) => { if (open(url)) event.preventDefault(); };
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer", onclick }, inside);
}

function spoiler(inside) {
  const reveal = (event) => event.currentTarget.classList.add("revealed");
  return make("span", { class: "spoiler", role: "button", tabindex: "0", onclick: reveal, onkeydown: reveal }, inside);
}

function expandable(inside) {
  const toggle = (event) => event.currentTarget.classList.toggle("expanded");
  return make("blockquote", { class: "expandable", title: "Развернуть или свернуть", onclick: toggle }, make("div", {}, inside));
}

// With a format Telegram shows the moment in the reader's own zone; without one, the text as it was sent.
function moment(entity, text, inside) {
  const when = new Date(entity.unix_time * 1000);
  const local = new Intl.DateTimeFormat("ru", { dateStyle: "full", timeStyle: "long" }).format(when);
  const shown = entity.date_time_format ? [inZone(when, entity.date_time_format)] : inside;
  const traits = { class: "moment", datetime: when.toISOString(), title: `${text} · у вас: ${local}` };
  return make("time", traits, shown);
}

function inZone(when, format) {
  if (format === "r") return relative(when);
  const wishes = {};
  if (format.includes("w")) wishes.weekday = format.length > 1 ? "short" : "long";
  if (format.includes("d")) Object.assign(wishes, { day: "2-digit", month: "2-digit", year: "2-digit" });
  if (format.includes("D")) Object.assign(wishes, { day: "numeric", month: "long", year: "numeric" });
  if (/t/i.test(format)) Object.assign(wishes, { hour: "2-digit", minute: "2-digit" });
  if (format.includes("T")) wishes.second = "2-digit";
  return new Intl.DateTimeFormat("ru", wishes).format(when);
}

function relative(when) {
  const seconds = Math.round((when - Date.now()) / 1000);
  const [unit, size] = [["day", 86400], ["hour", 3600], ["minute", 60]]
    .find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat("ru", { numeric: "auto" }).format(Math.round(seconds / size), unit);
}
