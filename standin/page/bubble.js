// One message: its bubble, what is attached, and the buttons under it.

import { make, safeUrl } from "/page/dom.js";
import { icon } from "/page/icons.js";
import { formatted } from "/page/text.js";

const CLOCK = new Intl.DateTimeFormat("ru", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("ru", { day: "numeric", month: "long" });
const SIGNS = { url: "out", copy_text: "copy" };

export function dayOf(message) {
  return DAY.format(new Date(message.date * 1000));
}

// `deeds` knows what to do: press(message, button), open(url) and copied(text).
export function bubble(message, deeds) {
  const side = message.from === "bot" ? "theirs" : "mine";
  return make("article", { class: `message ${side}`, "data-message-id": message.message_id },
    make("div", { class: "bubble" }, attachment(message), body(message, deeds), stamp(message)),
    message.rows.length ? keyboard(message, deeds) : null);
}

function body(message, deeds) {
  if (!message.text) return null;
  return make("div", { class: "text" }, formatted(message.text, message.entities, deeds.open));
}

function stamp(message) {
  const edited = message.edited ? "изменено " : "";
  return make("span", { class: "stamp" }, edited + CLOCK.format(new Date(message.date * 1000)));
}

function attachment(message) {
  switch (message.kind) {
    case "document": return file(message.document);
    case "contact": return line("person", [message.contact.first_name, message.contact.phone_number].join(" · "));
    case "voice": return line("voice", `Голосовое сообщение, ${message.voice.duration} с`);
    case "photo": return line("photo", "Фотография");
    case "sticker": return make("div", { class: "sticker" }, message.sticker.emoji);
    default: return null;
  }
}

function file(document) {
  const address = `${document.url}?name=${encodeURIComponent(document.file_name)}`;
  return make("a", { class: "file", href: address, download: document.file_name },
    make("span", { class: "file-sign" }, icon("down")),
    make("span", { class: "file-name" }, make("strong", {}, document.file_name), make("small", {}, size(document.file_size))));
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} Б` : `${(bytes / 1024).toFixed(1).replace(".", ",")} КБ`;
}

function line(sign, text) {
  return make("div", { class: "line" }, icon(sign), text);
}

function keyboard(message, deeds) {
  const rows = message.rows.map((row) =>
    make("div", { class: "keys" }, row.map((button) => key(message, button, deeds))));
  return make("div", { class: "inline", role: "group", "aria-label": "Кнопки" }, rows);
}

function key(message, button, deeds) {
  const traits = { class: `key ${button.style ?? "plain"} kind-${button.kind}` };
  const sign = SIGNS[button.kind] ? make("span", { class: "key-sign" }, icon(SIGNS[button.kind])) : null;
  const url = button.kind === "url" ? safeUrl(button.url) : null;
  if (url !== null) {
    const onclick = (event) => { if (deeds.open(url)) event.preventDefault(); };
    return make("a", { ...traits, href: url, target: "_blank", rel: "noopener noreferrer", onclick }, button.label, sign);
  }
  const onclick = async (event) => {
    const pressed = event.currentTarget;
    pressed.classList.add("waiting");
    // The bot's answer takes the mark away; if there is none, time does.
    setTimeout(() => pressed.classList.remove("waiting"), 4000);
    await deeds.press(message, button);
  };
  return make("button", { ...traits, type: "button", disabled: button.disabled, onclick }, button.label, sign);
}
