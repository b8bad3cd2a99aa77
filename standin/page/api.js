// The drive API of the stand-in. A refused wish becomes an Error with the server's sentence.

export async function ask(path, body) {
  const post = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  const response = await fetch(`/sim/${path}`, post);
  const told = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(told.error ?? told.detail ?? `Ответ ${response.status}`);
  return told;
}

export async function forgetFaults(id) {
  await fetch(id === undefined ? "/sim/faults" : `/sim/faults?id=${id}`, { method: "DELETE" });
}

// Calls `onNews({kind, person_id})` after every change, and `onLink(true | false)` when the line comes or goes.
export function listen(onNews, onLink) {
  const stream = new EventSource("/sim/events");
  stream.onopen = () => onLink(true);
  stream.onerror = () => onLink(false);
  stream.onmessage = (event) => onNews(JSON.parse(event.data));
}
