// src/live/events.ts
var SPREAD_MS = 500;

// src/sources/successor.ts
function successorIn(current, sources) {
  const sameId = sources.filter(({ id }) => id !== void 0 && id === current.id);
  const samePath = sources.filter(({ url }) => pathOf(url) === pathOf(current.url));
  const alike = ({ quality }) => quality === current.quality;
  return (sameId.length === 1 ? sameId[0] : void 0) ?? samePath.find(alike) ?? (samePath.length === 1 ? samePath[0] : void 0) ?? sources.find(alike) ?? sources[0];
}
var pathOf = (url) => {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
};

// src/play/title-change.ts
async function takeChange({ reason }, title) {
  const { sources, player, signal } = title;
  if (!sources.data) return;
  await sources.take(await newerAnswer(title), signal);
  const current = player.source;
  if (reason !== "purged" || !current) return;
  const alike = sources.queue.playable.map(({ source }) => source).filter(({ type }) => type === current.type);
  const next = successorIn(current, alike);
  const other = sources.queue.next();
  if (next?.url === current.url) return;
  if (next) await title.renew(current, next, title.turn);
  else if (other) title.replace(other, "renewed");
}
async function newerAnswer({ client, request, clock, signal }) {
  await clock.sleep(Math.random() * SPREAD_MS, signal);
  return (await client.getAnswer(request, { signal, reload: true })).data;
}
export {
  takeChange
};
