// src/expiry.ts
var REFRESH_LEAD_MS = 3e4;
var CHECK_INTERVAL_MS = 1e4;

// src/heard.ts
function heard(call) {
  try {
    call();
  } catch (error) {
    const { reportError = console.error } = globalThis;
    reportError(error);
  }
}

// src/player/link-renewal.ts
var LAST_MOMENT_MS = 1e4;
async function renewLinks(player, options, signal) {
  const { client, request, onRefresh, clock } = options;
  let { data } = options;
  let reload = false;
  const timeLeftOf = (source) => player.timeLeft(source) ?? Number.POSITIVE_INFINITY;
  for (; ; ) {
    const current = player.playing(data);
    const timeLeft = current ? timeLeftOf(current) : Number.POSITIVE_INFINITY;
    if (timeLeft > REFRESH_LEAD_MS) {
      await clock.sleep(Math.min(CHECK_INTERVAL_MS, timeLeft - REFRESH_LEAD_MS), signal);
      continue;
    }
    const askedAt = clock.now();
    const fresh = await freshAnswer(client, request, { signal, reload });
    reload = false;
    if ("waitMs" in fresh) {
      await clock.sleep(Math.max(CHECK_INTERVAL_MS, fresh.waitMs), signal);
      continue;
    }
    signal.throwIfAborted();
    const playing = player.playing(data);
    const next = playing && player.successorOf(playing, fresh.data.sources);
    if (playing && next && !player.plays(next)) {
      const left = timeLeftOf(playing);
      const nextLeft = client.expiresIn(next) ?? Number.POSITIVE_INFINITY;
      const answeredIn = clock.now() - askedAt;
      if (nextLeft <= 2 * REFRESH_LEAD_MS && left - answeredIn > LAST_MOMENT_MS) {
        await clock.sleep(left - answeredIn - LAST_MOMENT_MS, signal);
        continue;
      }
      reload = !await player.switchOver(playing, next, signal);
      if (reload) {
        await clock.sleep(CHECK_INTERVAL_MS, signal);
        continue;
      }
    }
    data = fresh.data;
    heard(() => onRefresh?.(fresh.data));
    await clock.sleep(CHECK_INTERVAL_MS, signal);
  }
}
async function freshAnswer(client, request, options) {
  try {
    return { data: await client.getStream(request, options) };
  } catch (error) {
    const { name, retryable, retryAfter } = error;
    if (name === "StreamError" && retryable) return { waitMs: (retryAfter ?? 0) * 1e3 };
    throw error;
  }
}

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

// src/play/link-keeper.ts
function keepLinks(title, turn) {
  const { client, request, clock, sources, player, renew } = title;
  const kept = {
    playing: () => player.source,
    timeLeft: (source) => {
      const at = player.expiry;
      return client.expiresIn(at === void 0 ? source : { expiresAt: new Date(at).toISOString() });
    },
    successorOf: (current, newer) => {
      const alike = newer.filter(({ type }) => type === current.type);
      const next = successorIn(current, alike);
      if (!next) throw new Error("no such source");
      return next;
    },
    plays: (next) => next.url === player.source?.url,
    switchOver: renew
  };
  const getStream = async (...call) => {
    const data = await client.getStream(...call);
    await sources.take(data, turn);
    return data;
  };
  const options = { client: { ...client, getStream }, request, data: sources.data, clock };
  renewLinks(kept, options, turn).catch(() => void 0);
}
export {
  keepLinks
};
