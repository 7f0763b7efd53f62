// src/live/progress-words.ts
function progressInWords({ steps }) {
  const lines = [];
  for (const step of steps) {
    const { provider, state } = step;
    const asked = lines.findLast((line) => line.provider === provider && line.outcome === "");
    if (state === "asked" || !asked) lines.push({ provider, outcome: state === "asked" ? "" : outcomeOf(step) });
    else asked.outcome = outcomeOf(step);
  }
  return lines.map(({ provider, outcome }) => `asking ${provider} \u2026${outcome}`);
}
function outcomeOf({ state, ms, sources }) {
  const seconds = `${(ms / 1e3).toFixed(1)} s`;
  switch (state) {
    case "found":
      return ` found ${sources === void 0 ? "it" : `${sources} source${sources === 1 ? "" : "s"}`} in ${seconds}`;
    case "not-found":
      return ` does not have it, after ${seconds}`;
    case "late":
      return ` too late, after ${seconds}`;
    default:
      return ` failed after ${seconds}`;
  }
}

// src/clock.ts
var LONGEST_TIMER_MS = 2 ** 31 - 1;
var systemClock = {
  now: () => Date.now(),
  sleep: (ms, signal) => new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener("abort", stop);
        resolve();
      },
      Math.min(ms, LONGEST_TIMER_MS)
    );
    signal?.addEventListener("abort", stop, { once: true });
  })
};

// src/heard.ts
function heard(call) {
  try {
    call();
  } catch (error) {
    const { reportError = console.error } = globalThis;
    reportError(error);
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

// src/expiry.ts
var LINK_MARGIN_MS = 6e4;
var REFRESH_LEAD_MS = 3e4;
var CHECK_INTERVAL_MS = 1e4;
function expiryOf({ expiresAt }) {
  const at = Date.parse(expiresAt ?? "");
  return Number.isNaN(at) ? void 0 : at;
}
function earliest({ sources, subtitles }, momentOf) {
  return Math.min(...[...sources, ...subtitles].map((link) => momentOf(link) ?? Number.POSITIVE_INFINITY));
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

// src/time-limit.ts
async function withTimeLimit(ms, clock, signal, reason, work) {
  signal.throwIfAborted();
  const limit = new AbortController();
  const settled = new AbortController();
  signal.addEventListener("abort", () => limit.abort(signal.reason), { signal: settled.signal });
  clock.sleep(ms, settled.signal).then(
    () => limit.abort(reason()),
    () => void 0
  );
  const ended = new Promise((_, reject) => {
    limit.signal.addEventListener("abort", () => reject(limit.signal.reason));
  });
  try {
    return await Promise.race([work(limit.signal), ended]);
  } catch (error) {
    throw limit.signal.aborted ? limit.signal.reason : error;
  } finally {
    settled.abort();
  }
}

// src/player/hls-player.ts
function stateOf(hls) {
  const { media, levels, manualLevel, autoLevelCapping, audioTrack, subtitleTrack } = hls;
  return {
    currentTime: media?.currentTime ?? -1,
    playbackRate: media?.playbackRate ?? 1,
    isPlaying: media !== null && !media.paused && !media.ended,
    audioTrack,
    subtitleTrack,
    level: levels[manualLevel],
    cap: levels[autoLevelCapping]
  };
}
async function continueWith(hls, url, state, signal) {
  const { media, config } = hls;
  const { startPosition } = config;
  const ending = new AbortController();
  const listen = (event, listener) => {
    hls.on(event, listener);
    ending.signal.addEventListener("abort", () => hls.off(event, listener));
  };
  ending.signal.addEventListener("abort", () => {
    config.startPosition = startPosition;
  });
  config.startPosition = state.currentTime;
  try {
    await new Promise((resolve, reject) => {
      const stop = () => {
        ending.abort();
        reject(signal.reason);
      };
      signal.addEventListener("abort", stop, { signal: ending.signal });
      listen("hlsManifestParsed", () => {
        const level = levelLike(hls, state.level);
        if (level >= 0) hls.loadLevel = level;
        hls.autoLevelCapping = levelLike(hls, state.cap);
        if (media) media.playbackRate = state.playbackRate;
        if (state.isPlaying) media?.play().catch(() => void 0);
      });
      listen("hlsFragBuffered", () => resolve());
      listen("hlsError", (_event, { fatal, details }) => {
        if (fatal) reject(new Error(`The fresh source cannot be loaded: ${details}`));
      });
      hls.loadSource(url);
      if (media?.readyState === 0 && state.currentTime > 0) media.currentTime = state.currentTime;
    });
    hls.audioTrack = state.audioTrack;
    hls.subtitleTrack = state.subtitleTrack;
  } finally {
    ending.abort();
  }
}
function levelLike({ levels }, wanted) {
  if (wanted === void 0) return -1;
  const hasSize = ({ height }) => height > 0 && height === wanted.height;
  const hasRate = ({ bitrate }) => bitrate === wanted.bitrate;
  const like = levels.find((level) => hasSize(level) && hasRate(level)) ?? levels.find(hasSize) ?? levels.find(hasRate);
  return like ? levels.indexOf(like) : -1;
}

// src/player/switch-over.ts
var SWITCH_TIMEOUT_MS = 2e4;
async function switchOver(hls, current, next, clock, signal) {
  const state = stateOf(hls);
  const load = async (url) => {
    const timeout = new Error("The source takes too long to load.");
    try {
      await withTimeLimit(
        SWITCH_TIMEOUT_MS,
        clock,
        signal,
        () => timeout,
        (inTime) => continueWith(hls, url, state, inTime)
      );
    } catch (error) {
      if (error !== timeout || hls.levels.length === 0) throw error;
    }
  };
  try {
    await load(next);
    return true;
  } catch {
    signal.throwIfAborted();
    if (isSameUrl(next, hls.url)) await load(current);
    return false;
  }
}
var isSameUrl = (url, loaded) => loaded !== null && new URL(url).href === new URL(loaded).href;

// src/player/hls-refresh.ts
function refreshBeforeExpiry(hls, options) {
  const { client, onError, clock = systemClock } = options;
  const stopping = new AbortController();
  const player = {
    playing: ({ sources }) => sources.find(({ url }) => isSameUrl(url, hls.url)),
    timeLeft: client.expiresIn,
    successorOf: hlsSuccessor,
    plays: ({ url }) => isSameUrl(url, hls.url),
    switchOver: (current, next, signal) => switchOver(hls, current.url, next.url, clock, signal)
  };
  renewLinks(player, { ...options, clock }, stopping.signal).catch((error) => {
    if (!stopping.signal.aborted) heard(() => onError?.(error));
  });
  return () => stopping.abort();
}
function hlsSuccessor(current, sources) {
  const next = successorIn(
    current,
    sources.filter(({ type }) => type === "hls")
  );
  if (!next) throw new Error("The title no longer comes as HLS.");
  return next;
}

// src/base-url.ts
var OPERATION = /(\/api\/stream\/[\w.-]+\/*)?([?#].*)?$/;
var HOST = /^(localhost(?=[:/]|$)|\[|[^/]*[^/.][.:][^/])/i;
var URL_OR_PATH = /^(https?:\/\/[^\s/@]+(\/\S*)?|(?![a-z][a-z\d+.-]*:)\S*)$/i;
function checkedBaseUrl(given) {
  const text = String(given ?? "").trim();
  const right = withScheme(text.replace(OPERATION, ""));
  if (right === text && URL_OR_PATH.test(text)) return text.replace(/\/+$/, "");
  const hint = URL_OR_PATH.test(right) ? ` Did you mean '${right}'?` : "";
  throw new TypeError(`baseUrl must be an http(s) URL or a path: what precedes /api/stream/extract.${hint}`);
}
function withScheme(text) {
  if (/^https?:/i.test(text)) return text.replace(/^(https?):\/*/i, "$1://");
  if (!HOST.test(text)) return text;
  return `http${/^(localhost|[\d[])/i.test(text) ? "" : "s"}://${text}`;
}

// src/stream-error-code.ts
var API_ERRORS = [
  "Validation error",
  "Forbidden",
  "Gone",
  "Payload too large",
  "Unauthorized",
  "Extraction failed",
  "Not found",
  "Method not allowed",
  "Too many requests",
  "Internal server error",
  "Service unavailable",
  "Request timeout"
];
var CLIENT_ERRORS = ["Network error", "Invalid URL", "Invalid answer"];
var KNOWN = [...API_ERRORS, ...CLIENT_ERRORS];
var codeOf = (error, status) => KNOWN.includes(error) ? error : `HTTP ${status}`;

// src/stream-error.ts
var StreamError = class extends Error {
  name = "StreamError";
  constructor({ message, cause, details = [], ...facts }) {
    super(message, cause === void 0 ? {} : { cause });
    Object.assign(this, facts, { code: codeOf(facts.error, facts.status), details });
  }
  /** Everything but the stack, for logs: `JSON.stringify` alone leaves out an error's message and cause. */
  toJSON() {
    return { ...this, message: this.message, cause: causeOf(this) };
  }
};
function causeOf({ cause }) {
  if (cause instanceof StreamError) return cause.toJSON();
  const { name, message } = Object(cause);
  return typeof message === "string" ? { name, message } : void 0;
}

// src/fetch/attempts.ts
var ATTEMPT_TIMEOUT_MS = 35e3;
var FIRST_WAIT_MS = 1e3;
var LONGEST_WAIT_MS = 1e4;
function withAttempts(call, options, signal) {
  const { attempts, timeout, clock, random, outlast } = options;
  const until = clock.now() + timeout;
  let failure;
  return withTimeLimit(
    timeout,
    clock,
    signal,
    () => timeoutError(timeout, failure),
    async (inTime) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await withTimeLimit(ATTEMPT_TIMEOUT_MS, clock, inTime, () => timeoutError(ATTEMPT_TIMEOUT_MS), call);
        } catch (error) {
          if (!(error instanceof StreamError)) throw error;
          failure = error;
          if (await outlast(error, inTime)) continue;
          if (!error.retryable || attempt >= attempts) throw error;
          const wait = waitAfter(attempt, random, error.retryAfter);
          if (wait === void 0 || clock.now() + wait >= until) throw error;
          await clock.sleep(wait, inTime);
        }
      }
    }
  );
}
function waitAfter(attempt, random, retryAfter = 0) {
  const asked = retryAfter * 1e3;
  if (asked > LONGEST_WAIT_MS) return void 0;
  const backOff = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.8 + 0.4 * random()), LONGEST_WAIT_MS);
  return asked > backOff ? asked + FIRST_WAIT_MS * random() : backOff;
}
var timeoutError = (ms, cause) => new StreamError({
  status: 0,
  error: "Request timeout",
  message: `No answer came within ${ms / 1e3} s.`,
  retryable: true,
  cause
});

// src/fetch/answer-headers.ts
var requestIdOf = (headers) => headers.get("x-amzn-requestid") ?? void 0;
function rateLimitOf(headers) {
  const texts = ["limit", "remaining", "reset"].map((name) => headers.get(`x-ratelimit-${name}`) ?? "");
  if (!texts.every((text) => /^\d{1,12}$/.test(text))) return void 0;
  const [limit, remaining, reset] = texts.map(Number);
  return { limit, remaining, resetAt: new Date(reset * 1e3) };
}
var isHit = (headers) => /;\s*hit\b/.test(headers.get("cache-status") ?? "");

// src/fetch/http-date.ts
var WITH_ZONE = /^[a-z]+, (\d\d?)[ -]([a-z]{3})[ -](\d\d|\d{4}) (\d\d:\d\d:\d\d) GMT$/i;
var WITHOUT_ZONE = /^([a-z]{3}) ([a-z]{3}) +(\d\d?) (\S+) (\d{4})$/i;
function parseHttpDate(text, now) {
  const [, day, month, digits = "", time] = WITH_ZONE.exec(text.replace(WITHOUT_ZONE, "$1, $3 $2 $5 $4 GMT")) ?? [];
  const thisYear = new Date(now).getUTCFullYear();
  let year = Number(digits);
  if (digits.length === 2) year += thisYear - thisYear % 100;
  if (year > thisYear + 50 && digits.length === 2) year -= 100;
  return Date.parse(`${day} ${month} ${year} ${time} GMT`);
}

// src/fetch/error-response.ts
function errorOfResponse({ status, headers }, text, now) {
  const body = objectIn(text);
  return new StreamError({
    status,
    error: textIn(body.error) ?? `HTTP ${status}`,
    message: textIn(body.message) ?? messageOf(status),
    retryable: typeof body.retryable === "boolean" ? body.retryable : isRetryable(status),
    retryAfter: parseRetryAfter(headers.get("retry-after"), now),
    requestId: textIn(body.requestId) ?? requestIdOf(headers),
    details: Array.isArray(body.details) ? body.details.filter(isDetail) : []
  });
}
var messageOf = (status) => `The stream API answered with status ${status}.${status === 404 ? " Is baseUrl right?" : ""}`;
var isRetryable = (status) => status === 408 || status === 429 || status >= 500;
function parseRetryAfter(header, now) {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
  const at = parseHttpDate(text, now);
  return Number.isNaN(at) ? void 0 : Math.max(0, Math.ceil((at - now) / 1e3));
}
function objectIn(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
var textIn = (value) => typeof value === "string" ? value : void 0;
function isDetail(value) {
  const { field, message } = Object(value);
  return typeof field === "string" && typeof message === "string";
}

// src/fetch/cache-headers.ts
function directivesOf(headers) {
  const header = headers.get("cache-control") ?? "";
  return new Map(
    header.split(",").map((directive) => {
      const [name = "", value = ""] = directive.split("=");
      return [name.trim().toLowerCase(), value.trim().replaceAll('"', "")];
    })
  );
}
var secondsIn = (text) => /^\d+$/.test(text ?? "") ? Number(text) : 0;

// src/fetch/lifetime.ts
var LONGEST_FRESH_SECONDS = 30 * 60;
var LONGEST_STALE_SECONDS = 60 * 60;
function lifetimeOf({ headers, data, sentAt, clockOffset }) {
  const directives = directivesOf(headers);
  const maxAge = directives.get("max-age");
  if (maxAge === void 0 || directives.has("no-store") || directives.has("no-cache")) return void 0;
  const fresh = Math.min(secondsIn(maxAge) - secondsIn(headers.get("age")), LONGEST_FRESH_SECONDS);
  const stale = Math.min(secondsIn(directives.get("stale-while-revalidate")), LONGEST_STALE_SECONDS);
  const linkLimit = earliest(data, expiryOf) - clockOffset - LINK_MARGIN_MS;
  const freshUntil = Math.min(sentAt + 1e3 * fresh, linkLimit);
  const staleUntil = Math.min(sentAt + 1e3 * (fresh + stale), linkLimit);
  return staleUntil > sentAt ? { storedAt: sentAt, freshUntil, staleUntil } : void 0;
}
function isLifetime(value) {
  const { storedAt, freshUntil, staleUntil } = Object(value);
  return [storedAt, freshUntil, staleUntil].every(Number.isFinite) && freshUntil <= Math.min(staleUntil, storedAt + 1e3 * LONGEST_FRESH_SECONDS) && staleUntil <= storedAt + 1e3 * (LONGEST_FRESH_SECONDS + LONGEST_STALE_SECONDS);
}

// src/fetch/network-error.ts
function networkError(url, cause) {
  const { document, location } = globalThis;
  let error = "Invalid URL";
  let message = "There is no page whose origin the API could have: set baseUrl.";
  const api = originOf(url, document?.baseURI ?? location?.href);
  if (api) {
    error = "Network error";
    const code = cause?.cause?.code;
    message = `The stream API could not be reached${code ? ` at ${api} (${code})` : ""}.`;
    const page2 = location?.origin;
    if (page2 && page2 !== api)
      message += ` Perhaps ${api} does not allow pages of ${page2} (CORS). The local stack does: npm start -- --cors-origin ${page2}`;
  }
  return new StreamError({ status: 0, error, message, retryable: Boolean(api), cause });
}
function originOf(url, base) {
  try {
    return new URL(url, base).origin;
  } catch {
    return void 0;
  }
}

// src/fetch/request.ts
var EXTRACT_PATH = "/api/stream/extract";
function queryOf({ tmdbId, mediaType, season, episode }) {
  const query = new URLSearchParams({ tmdbId: String(tmdbId), mediaType });
  if (mediaType === "tv") {
    if (season != null) query.set("season", String(season));
    if (episode != null) query.set("episode", String(episode));
  }
  return query.toString();
}
var PLAYLIST_PATH = "/api/stream/playlist.m3u8";

// src/fetch/video-data.ts
function isVideoData(value) {
  const { sources, subtitles } = Object(value);
  return isListOf(sources, "quality", "type") && sources.length > 0 && isListOf(subtitles, "label", "language");
}
var isListOf = (value, ...facts) => Array.isArray(value) && value.every((entry) => {
  const link = Object(entry);
  const texts = ["url", ...facts, ..."expiresAt" in link ? ["expiresAt"] : []];
  return texts.every((name) => typeof link[name] === "string") && /^https?:\/\/[^/\s]\S*$/i.test(link.url);
});

// src/fetch/fetch-answer.ts
async function fetchAnswer(query, transport, signal) {
  const { clock, serverClock } = transport;
  const sentAt = clock.now();
  const { response, text } = await exchange(query, transport, signal);
  const { headers } = response;
  serverClock.learn(headers);
  if (!response.ok) throw errorOfResponse(response, text, serverClock.now());
  const { data, metadata } = answerIn(text, response.status);
  return {
    data,
    metadata,
    life: lifetimeOf({ headers, data, sentAt, clockOffset: serverClock.offset() }),
    requestId: requestIdOf(headers),
    rateLimit: rateLimitOf(headers),
    isHit: isHit(headers)
  };
}
async function exchange(query, { baseUrl, apiKey, fetch }, signal) {
  const url = `${baseUrl}${EXTRACT_PATH}?${query}`;
  try {
    const response = await fetch(url, {
      // The client has its own store. The browser's cache may only revalidate its copy, which saves bytes.
      cache: "no-cache",
      headers: { accept: "application/json", ...apiKey !== void 0 && { "x-api-key": apiKey } },
      signal
    });
    return { response, text: await response.text() };
  } catch (cause) {
    if (cause?.name !== "TypeError") throw cause;
    throw networkError(url, cause);
  }
}
function answerIn(text, status) {
  try {
    const { success, data, metadata } = JSON.parse(text);
    if (success === true && isVideoData(data)) return { data, metadata: Object(metadata) };
  } catch {
  }
  throw new StreamError({
    status,
    error: "Invalid answer",
    message: "The answer is not one of the stream API. Is baseUrl right?",
    retryable: false
  });
}

// src/fetch/server-clock.ts
function createServerClock(clock) {
  let offset = 0;
  let learned = false;
  return {
    now: () => clock.now() + offset,
    offset: () => offset,
    learn: (headers) => {
      const now = clock.now();
      const sentAt = parseHttpDate(headers.get("date") ?? "", now);
      if (Number.isNaN(sentAt)) return;
      offset = sentAt + 1e3 * secondsInCaches(headers) - now;
      learned = true;
    },
    recall: (earlier) => {
      if (!learned) offset = earlier;
    }
  };
}
function secondsInCaches(headers) {
  const [, ttl] = /stream-api;[^,]* ttl=(-?\d+)/.exec(headers.get("cache-status") ?? "") ?? [];
  const maxAge = secondsIn(directivesOf(headers).get("max-age"));
  return Math.max(0, secondsIn(headers.get("age")) - (ttl === void 0 ? 0 : maxAge - Number(ttl)));
}

// src/fetch/shared-requests.ts
function createSharedRequests(options) {
  const requests = /* @__PURE__ */ new Map();
  function start(key) {
    const controller = new AbortController();
    const finish = () => requests.get(key) === request && requests.delete(key);
    const answer = options.send(key, controller.signal).then(
      (result) => {
        if (finish()) options.onAnswer(key, result);
        return result;
      },
      (error) => {
        if (finish()) options.onFailure(key, error);
        throw error;
      }
    );
    const request = { answer, controller, waiting: 0 };
    requests.set(key, request);
    return request;
  }
  function leave(key, request) {
    request.waiting -= 1;
    queueMicrotask(() => {
      if (request.waiting > 0) return;
      if (requests.get(key) === request) requests.delete(key);
      request.controller.abort();
    });
  }
  return {
    join: (key, signal) => new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const request = requests.get(key) ?? start(key);
      request.waiting += 1;
      const abort = () => {
        leave(key, request);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", abort, { once: true });
      request.answer.finally(() => signal?.removeEventListener("abort", abort)).then(resolve, reject);
    }),
    detach: (key) => {
      if (key === void 0) requests.clear();
      else requests.delete(key);
    }
  };
}

// src/preference/device-class.ts
var TV = /smart-?tv|googletv|appletv|hbbtv|netcast|web[0o]s|tizen(?!.*mobile)|bravia|roku|crkey|aft\w+ build/i;
var TABLET = /ipad|tablet|kindle|silk|android(?!.*mobile)/i;
var PHONE = /mobi|iphone|ipod/i;
function deviceClassOf({
  userAgent = "",
  maxTouchPoints = 0
} = globalThis.navigator ?? {}) {
  if (TV.test(userAgent)) return "tv";
  if (TABLET.test(userAgent) || /macintosh/i.test(userAgent) && maxTouchPoints > 1) return "tablet";
  return PHONE.test(userAgent) ? "phone" : "desktop";
}

// src/preference/page.ts
function page() {
  const { window } = globalThis;
  return typeof window?.addEventListener === "function" ? window : void 0;
}

// src/preference/viewer-preference.ts
function preferenceIn(value) {
  const { prefer, subtitleLanguages, dataSaver } = Object(value);
  return {
    prefer: typeof prefer === "string" ? prefer : "",
    subtitleLanguages: Array.isArray(subtitleLanguages) ? subtitleLanguages.filter((tag) => typeof tag === "string") : [],
    dataSaver: dataSaver === true
  };
}
var NO_PREFERENCE = preferenceIn(void 0);
var isNoWish = (preference) => JSON.stringify(preference) === JSON.stringify(NO_PREFERENCE);

// src/preference/client-preference.ts
function createPreference(memory, isShared) {
  const deviceClass = deviceClassOf();
  const name = `preference:${deviceClass}`;
  const listeners = /* @__PURE__ */ new Set();
  let text = "";
  let current = NO_PREFERENCE;
  const stored = () => memory.read(name);
  function read() {
    const preference2 = preferenceIn(stored());
    const nextText = JSON.stringify(preference2);
    if (nextText !== text) [text, current] = [nextText, preference2];
    return current;
  }
  function keep(preference2, unsent) {
    memory.write(name, unsent ? { ...preference2, unsent } : isNoWish(preference2) ? void 0 : preference2);
    for (const listener of [...listeners]) heard(listener);
  }
  const preference = {
    deviceClass,
    read,
    write: (change) => {
      keep(preferenceIn({ ...read(), ...change }), true);
      preference.onChange?.();
    },
    clear: () => {
      keep(NO_PREFERENCE, isShared);
      preference.onChange?.();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      page()?.addEventListener("storage", listener);
      return () => {
        listeners.delete(listener);
        page()?.removeEventListener("storage", listener);
      };
    },
    isUnsent: () => stored()?.unsent === true,
    keep
  };
  return preference;
}

// src/preference/device-memory.ts
var PREFIX = "@stream-api/viewer:1:";
function createDeviceMemory(storage) {
  const inPage = /* @__PURE__ */ new Map();
  return {
    read: (name) => {
      try {
        return JSON.parse(inPage.get(name) ?? storage?.getItem(PREFIX + name) ?? "null") ?? void 0;
      } catch {
        return void 0;
      }
    },
    write: (name, value) => {
      inPage.delete(name);
      try {
        if (value === void 0) return storage?.removeItem(PREFIX + name);
        if (storage) return storage.setItem(PREFIX + name, JSON.stringify(value));
      } catch {
      }
      inPage.set(name, JSON.stringify(value));
    }
  };
}

// src/store/answer-store.ts
var NAMESPACE = "@stream-api/client:";
var VERSION = "1:";
var MAX_ENTRIES = 50;
function createAnswerStore(storage, baseUrl, clock) {
  const prefix = `${NAMESPACE}${VERSION}${baseUrl}?`;
  return {
    read: (key) => undefinedOnError(() => {
      const answer = answerIn2(storage.getItem(prefix + key));
      return answer && isUsable(answer, clock.now()) ? answer : void 0;
    }),
    write: (key, answer) => {
      undefinedOnError(() => {
        storage.removeItem(prefix + key);
        const others = sweep(storage, clock.now());
        while (others.length >= MAX_ENTRIES) storage.removeItem(others.shift() ?? "");
        for (; ; ) {
          try {
            return storage.setItem(prefix + key, JSON.stringify(answer));
          } catch (full) {
            const oldest = others.shift();
            if (oldest === void 0) throw full;
            storage.removeItem(oldest);
          }
        }
      });
    },
    remove: (key) => {
      undefinedOnError(() => {
        if (key !== void 0) return storage.removeItem(prefix + key);
        for (const name of namesIn(storage, prefix)) storage.removeItem(name);
      });
    }
  };
}
function sweep(storage, now) {
  const ages = /* @__PURE__ */ new Map();
  for (const name of namesIn(storage, NAMESPACE)) {
    const answer = name.startsWith(NAMESPACE + VERSION) ? answerIn2(storage.getItem(name)) : void 0;
    if (answer && isUsable(answer, now)) ages.set(name, answer.life.storedAt);
    else storage.removeItem(name);
  }
  return [...ages].sort(([, a], [, b]) => a - b).map(([name]) => name);
}
function namesIn(storage, prefix) {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
  return names.filter((name) => name.startsWith(prefix));
}
var answerIn2 = (text) => undefinedOnError(() => {
  const { data, life, clockOffset, metadata, requestId } = JSON.parse(text ?? "");
  const isComplete = isVideoData(data) && isLifetime(life) && Number.isFinite(clockOffset);
  return isComplete ? { data, life, clockOffset, metadata, requestId } : void 0;
});
var isUsable = ({ life }, now) => life.storedAt <= now && now < life.staleUntil;
function undefinedOnError(work) {
  try {
    return work();
  } catch {
    return void 0;
  }
}

// src/store/refresh-back-off.ts
var BACK_OFF_MS = 1e4;
function createRefreshBackOff(clock) {
  const ends = /* @__PURE__ */ new Map();
  return {
    isActive: (key) => clock.now() < (ends.get(key) ?? 0),
    begin: (key, retryAfter = 0) => {
      ends.set(key, clock.now() + Math.max(BACK_OFF_MS, retryAfter * 1e3));
    }
  };
}

// src/store/storage.ts
function pageStorage() {
  try {
    return globalThis.window?.localStorage ?? void 0;
  } catch {
    return void 0;
  }
}

// src/stream-client.ts
function createStreamClient(options = {}) {
  const { clock = systemClock, random = Math.random, attempts = 3 } = options;
  const { timeout = options.liveUrl ? 18e4 : 6e4 } = options;
  const baseUrl = checkedBaseUrl(options.baseUrl);
  if (!(attempts >= 1)) throw new RangeError(`attempts must be at least 1, not ${attempts}.`);
  if (!(timeout > 0)) throw new RangeError(`timeout must be more than 0 milliseconds, not ${timeout}.`);
  const storage = options.storage === void 0 ? pageStorage() : options.storage;
  const store = storage ? createAnswerStore(storage, baseUrl, clock) : void 0;
  const memory = createDeviceMemory(storage);
  const { preferences } = options;
  const preference = createPreference(memory, preferences !== void 0);
  const serverClock = createServerClock(clock);
  const backOff = createRefreshBackOff(clock);
  const transport = {
    baseUrl,
    apiKey: options.apiKey,
    // Looked up for each request, because frameworks and tests replace it.
    fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
    clock,
    serverClock
  };
  if (preferences) {
    import("./preference-sync.js").then(
      ({ syncPreference }) => syncPreference(preference, { ...preferences, baseUrl, fetch: transport.fetch, clock }),
      () => void 0
    );
  }
  let live;
  const settle = (query, answer) => void live?.then((watches) => watches?.settle(query, answer));
  const requests = createSharedRequests({
    send: (query, signal) => {
      const call = (inTime) => fetchAnswer(query, transport, inTime);
      const outlast = (failure, inTime) => live?.then((watches) => watches?.outlast(query, failure, inTime));
      const answer = withAttempts(call, { attempts, timeout, clock, random, outlast }, signal);
      return answer.finally(() => settle(query));
    },
    onAnswer: (query, answer) => {
      const { data, life, metadata, requestId } = answer;
      if (life) store?.write(query, { data, life, clockOffset: serverClock.offset(), metadata, requestId });
      else store?.remove(query);
      settle(query, answer);
    },
    onFailure: (query, error) => {
      if (Object(error).error === "Extraction failed") store?.remove(query);
    }
  });
  async function load(query, signal) {
    const fetched = await requests.join(query, signal);
    return answerOf(fetched, fetched.isHit && "api", fetched.rateLimit);
  }
  function refresh(query, { signal, onRefresh }) {
    if (backOff.isActive(query)) return;
    load(query).then(
      (answer) => heard(() => !signal?.aborted && onRefresh?.(answer)),
      // The stale answer stays in use until its links expire.
      (error) => backOff.begin(query, Object(error).retryAfter)
    );
  }
  async function getAnswer(request, options2 = {}, isWhole = true) {
    options2.signal?.throwIfAborted();
    const query = queryOf(request);
    const stored = options2.reload ? void 0 : store?.read(query);
    if (stored) serverClock.recall(stored.clockOffset);
    if (!stored || isWhole && !stored.metadata || isExpiring(stored.data)) return load(query, options2.signal);
    if (stored.life.freshUntil <= clock.now()) refresh(query, options2);
    settle(query);
    return answerOf(stored, "device");
  }
  async function getStream(request, { onRefresh, ...options2 } = {}) {
    const withData = onRefresh && (({ data }) => onRefresh(data));
    return (await getAnswer(request, { ...options2, onRefresh: withData }, false)).data;
  }
  const expiresIn = (link) => {
    const at = expiryOf(link);
    return at === void 0 ? void 0 : at - serverClock.now();
  };
  const isExpiring = (data) => earliest(data, expiresIn) <= LINK_MARGIN_MS;
  const invalidate = (request) => {
    const query = request && queryOf(request);
    requests.detach(query);
    store?.remove(query);
  };
  return {
    baseUrl,
    preference,
    memory,
    getStream,
    getAnswer,
    prefetch: async (request) => {
      await getStream(request).catch(() => void 0);
    },
    invalidate,
    watch: (request, watched) => {
      if (!options.liveUrl) return;
      const begun = clock.now();
      live ??= import("./live.js").then(
        ({ Live }) => new Live({ ...options, clock, random, invalidate, store }),
        () => void 0
      );
      void live.then((watches) => watches?.watch(request, watched, begun));
    },
    expiresIn,
    playlistUrl: (request, { source } = {}) => {
      const parameters = source === void 0 ? "" : `&${new URLSearchParams({ source })}`;
      return `${baseUrl}${PLAYLIST_PATH}?${queryOf(request)}${parameters}`;
    }
  };
}
function answerOf({ data, metadata, requestId, life }, fromCache, rateLimit) {
  const freshUntil = life && new Date(life.freshUntil);
  return { data, metadata, requestId, rateLimit, fromCache, freshUntil };
}

// src/subtitle-tracks.ts
function subtitleTracks({ subtitles }, language) {
  const files = subtitles.filter(({ delivery }) => delivery !== "in-manifest");
  const shown = language ? choiceOf(files, language) : void 0;
  return files.map((subtitle) => ({
    src: subtitle.url,
    srclang: subtitle.language,
    label: subtitle.label,
    kind: subtitle.kind === "sdh" ? "captions" : "subtitles",
    default: subtitle === shown
  }));
}
var KINDS = [void 0, "sdh", "forced"];
function choiceOf(subtitles, wanted) {
  const range = wanted.toLowerCase();
  const matching = subtitles.filter(({ language }) => `${language.toLowerCase()}-`.startsWith(`${range}-`));
  return KINDS.map((kind) => matching.find((subtitle) => subtitle.kind === kind)).find(Boolean);
}
export {
  StreamError,
  createStreamClient,
  progressInWords,
  refreshBeforeExpiry,
  subtitleTracks
};
