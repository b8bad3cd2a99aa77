// Small drawings in the colour of the text around them, so that no emoji font is needed.

const SPACE = "http://www.w3.org/2000/svg";
const PATHS = {
  plus: "M12 5v14M5 12h14",
  bolt: "M13 3 5 14h6l-1 7 8-11h-6z",
  skip: "m4 6 7 6-7 6zM13 6l7 6-7 6z",
  block: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM6 6l12 12",
  clip: "m20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 4.8 4.8L9.5 17a1.7 1.7 0 0 1-2.4-2.4L14.5 7",
  send: "M5 12 4 4.5 21 12 4 19.5zM5 12h8",
  down: "M12 5v13M6.5 12.5 12 18l5.5-5.5",
  out: "M8 16 16.5 7.5M9 7h8v8",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  cross: "m6 6 12 12M18 6 6 18",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
  photo: "M4 6h16v13H4zM4 16l5-5 4 4 3-3 4 4",
  voice: "M12 3.5a2.5 2.5 0 0 0-2.5 2.5v5a2.5 2.5 0 0 0 5 0V6A2.5 2.5 0 0 0 12 3.5zM6.5 11a5.5 5.5 0 0 0 11 0M12 16.5V20",
  smile: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM8.5 14c1.8 2.4 5.2 2.4 7 0M9 9.5v.1M15 9.5v.1",
};

export function icon(name) {
  const drawing = document.createElementNS(SPACE, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SPACE, "path");
  path.setAttribute("d", PATHS[name]);
  drawing.append(path);
  return drawing;
}
