"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// src/play/player.ts
var player_exports = {};
__export(player_exports, {
  PlayError: () => PlayError,
  cmcdConfig: () => cmcdConfig,
  defineStreamPlayer: () => defineStreamPlayer,
  measureVideo: () => measureVideo,
  playTitle: () => playTitle
});
module.exports = __toCommonJS(player_exports);

// src/sources/failure.ts
var PlayError = class extends Error {
  name = "PlayError";
  /** What was tried, in order. */
  tried;
  /** Sources that were not tried, because this browser, or the page's settings, cannot play them. */
  skipped;
  constructor(message, tried, skipped, cause) {
    super(message, cause === void 0 ? {} : { cause });
    this.tried = tried;
    this.skipped = skipped;
  }
};
function messageOf(tried, skipped) {
  const list = (attempts) => attempts.map((each) => `${nameOf(each.source)}: ${each.reason}`);
  const facts = [...list(tried), ...list(skipped)].join("; ");
  return tried.length > 0 ? `No source of this title plays (${facts}).` : `This browser plays no source of this title (${facts}).`;
}
var nameOf = ({ quality, type, label }) => label ?? `${quality} ${type.toUpperCase()}`;
var AWAY = "the server cannot be reached";
var NOT_ALLOWED = "not allowed for this page (CORS)";
async function reasonOfSilence(url, signal) {
  const ask = (mode) => fetch(url, { method: "HEAD", mode, cache: "no-store", credentials: "omit", signal });
  try {
    const { ok, status } = await ask("cors");
    return ok ? "a form that this browser does not play" : `HTTP ${status}`;
  } catch {
    return ask("no-cors").then(
      () => NOT_ALLOWED,
      () => AWAY
    );
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

// ../contract/vocabulary.ts
var QUALITIES = ["2160p", "1440p", "1080p", "720p", "480p", "360p", "auto"];

// ../contract/usage.ts
var MAX_USAGE_BYTES = 32 * 1024;
var MOST_USAGE_SECONDS = 30 * 60;
var DEFAULT_INTERVAL_SECONDS = 30;
var USAGE_KEYS = {
  /** Text: the class of the quality that is on the screen, one of `QUALITIES` but `auto`. Without it: from `br`. */
  quality: "com.streamapi-q",
  /**
   * Milliseconds from the last record of the body before to this one, on the first record of a body. Without it the
   * median distance of the body counts.
   */
  gap: "com.streamapi-g",
  /** Token: the state (`sta`) during that gap. Without it: the one that the first record implies. */
  formerState: "com.streamapi-l",
  /** True: the record belongs to a viewing that began before, with another source or player. Its `s` begins none. */
  continued: "com.streamapi-c"
};
var USAGE_QUALITIES = [...QUALITIES.filter((quality) => quality !== "auto"), "unknown"];

// src/fetch/request.ts
function queryOf({ tmdbId, mediaType, season, episode }) {
  const query = new URLSearchParams({ tmdbId: String(tmdbId), mediaType });
  if (mediaType === "tv") {
    if (season != null) query.set("season", String(season));
    if (episode != null) query.set("episode", String(episode));
  }
  return query.toString();
}

// src/usage/collector.ts
var IDLE_MARGIN_MS = 5e3;
var intervalOf = ({ interval = DEFAULT_INTERVAL_SECONDS }) => Math.min(300, Math.max(5, Math.round(interval)));
var idleMsOf = (options) => intervalOf(options) * 1e3 + IDLE_MARGIN_MS;
var collectorUrl = ({ baseUrl }, request, options) => `${baseUrl}/api/stream/cmcd?${queryOf(request)}&interval=${intervalOf(options)}`;

// src/usage/picture.ts
function classOfRate({ variants = [] }, kbps) {
  const found = variants.find(({ bandwidth = 0 }) => Math.round(bandwidth / 1e3) === Math.round(kbps));
  return found?.quality === "auto" ? void 0 : found?.quality;
}

// src/usage/hls-records.ts
var HlsRecords = class {
  #source;
  #outbox;
  #intervalMs;
  #host;
  #hasPlayed = false;
  /** Records of hls.js are left out, its record 0 as well: they are numbered anew. */
  #sn = 0;
  #startedAt;
  /** The last record that only says that time has passed, and when the one before it was. */
  #tick;
  #lastTs = 0;
  constructor(source, outbox, intervalMs) {
    this.#source = source;
    this.#outbox = outbox;
    this.#intervalMs = intervalMs;
    this.#host = new URL(source.url, globalThis.location?.href).host;
  }
  take(line) {
    const e = valueIn(line, "e");
    const sta = valueIn(line, "sta");
    const ts = Number(valueIn(line, "ts"));
    if (sta === void 0 || e === "bc" && !this.#hasPlayed) return;
    if (sta === "s" && this.#startedAt === void 0) this.#sn = 0;
    const numbered = line.replace(/(^|,)sn=\d+/, (_sn, before) => `${before}sn=${this.#sn++}`);
    const text = `${numbered}${this.#added(line, e, sta, ts)}`;
    if (e === "t") this.#passTime({ text, ts, sta });
    else {
      this.#lastTs = ts;
      this.#outbox.add({ text, ts, sta });
    }
  }
  #added(line, e, sta, ts) {
    const quality = classOfRate(this.#source, Number(valueIn(line, "br")));
    let added = `,h="${this.#host}"${quality ? `,${USAGE_KEYS.quality}="${quality}"` : ""}`;
    if (e !== "ps") return added;
    if (sta === "s") {
      if (this.#startedAt !== void 0) added += `,${USAGE_KEYS.continued}`;
      this.#startedAt ??= ts;
    } else if (sta === "p" && !this.#hasPlayed) {
      this.#hasPlayed = true;
      if (this.#startedAt !== void 0) added += `,msd=${ts - this.#startedAt}`;
    }
    return added;
  }
  #passTime(record) {
    if (!/[prk]/.test(record.sta)) return;
    const tick = this.#tick;
    if (tick && this.#outbox.last?.text === tick.text && record.ts - tick.since <= this.#intervalMs) {
      this.#tick = { text: record.text, since: tick.since };
      this.#outbox.replaceLast(record);
    } else {
      this.#tick = { text: record.text, since: this.#lastTs };
      this.#outbox.add(record);
    }
    this.#lastTs = record.ts;
  }
};
var valueIn = (line, key) => new RegExp(`(?:^|,)${key}=\\(?([\\w.]+)`).exec(line)?.[1];

// src/usage/measure-options.ts
function isMeasured({ sample = 1 }) {
  const { globalPrivacyControl } = globalThis.navigator ?? {};
  return globalPrivacyControl !== true && Math.random() < sample;
}

// src/preference/page.ts
function page() {
  const { window } = globalThis;
  return typeof window?.addEventListener === "function" ? window : void 0;
}

// src/usage/outbox.ts
var BATCH = 10;
var MOST = 60;
var RETRY_MS = 3e4;
var Outbox = class {
  #options;
  #batch;
  #entries = [];
  #last;
  /** Aborted when nothing has been added for a while. */
  #awake;
  #idle = new AbortController();
  #retryAt = 0;
  #isClosed = false;
  constructor(options) {
    this.#options = options;
    this.#batch = Math.min(BATCH, Math.floor(MOST_USAGE_SECONDS * 1e3 / options.idleMs));
  }
  /** The last record, as long as it was not sent. */
  get last() {
    return this.#entries.at(-1);
  }
  add(record) {
    this.#add(record, this.#last);
  }
  /** Puts a record in the place of the last one, which must not have been sent. */
  replaceLast(record) {
    this.#add(record, this.#entries.pop()?.before);
  }
  /** Sends what is there. */
  send() {
    if (!this.#isClosed && this.#options.clock.now() >= this.#retryAt) void this.#post(this.#take());
  }
  /** Sends what is there, and ends. */
  close() {
    this.send();
    this.#isClosed = true;
    this.#rest();
  }
  #add(record, before) {
    if (this.#isClosed) return;
    this.#last = record;
    this.#entries.push({ ...record, before });
    this.#awake ??= this.#wake();
    this.#restWhenIdle();
    if (this.#entries.length >= this.#batch) this.send();
  }
  #wake() {
    const awake = new AbortController();
    const { signal } = awake;
    page()?.addEventListener("pagehide", () => this.#leave(), { signal });
    const hidden = () => document.visibilityState === "hidden" && this.#leave();
    globalThis.document?.addEventListener("visibilitychange", hidden, { signal });
    return awake;
  }
  #restWhenIdle() {
    this.#idle.abort();
    this.#idle = new AbortController();
    const { clock, idleMs } = this.#options;
    clock.sleep(idleMs, this.#idle.signal).then(
      () => {
        this.send();
        this.#rest();
      },
      () => void 0
    );
  }
  #rest() {
    this.#idle.abort();
    this.#awake?.abort();
    this.#awake = void 0;
  }
  #take() {
    const taken = this.#entries.slice(-MOST);
    this.#entries = [];
    return taken;
  }
  #leave() {
    this.#options.onLeave();
    const entries = this.#take();
    if (entries.length > 0 && !navigator.sendBeacon?.(this.#options.url, bodyOf(entries))) void this.#post(entries);
  }
  async #post(entries) {
    if (entries.length === 0) return;
    let status = 0;
    try {
      ({ status } = await fetch(this.#options.url, {
        method: "POST",
        body: bodyOf(entries),
        credentials: "omit",
        keepalive: true
      }));
    } catch {
    }
    if (status === 0 || status === 429 || status >= 500) {
      this.#retryAt = this.#options.clock.now() + RETRY_MS;
      this.#entries = [...entries, ...this.#entries];
    } else if (status >= 400) {
      this.close();
    }
  }
};
function bodyOf(entries) {
  const [first] = entries;
  const { ts, before } = first;
  const gap = before ? Math.max(0, Math.round(ts - before.ts)) : 0;
  const state = before?.sta ? `,${USAGE_KEYS.formerState}=${before.sta}` : "";
  const [, ...rest] = entries.map(({ text }) => text);
  return [`${first.text},${USAGE_KEYS.gap}=${gap}${state}`, ...rest, ""].join("\n");
}

// src/usage/session-id.ts
var newSessionId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// src/usage/cmcd-config.ts
var TICK_S = 2;
function cmcdConfig(options) {
  if (!isMeasured(options)) return void 0;
  const { client, request, source } = options;
  const url = collectorUrl(client, request, options);
  const outbox = new Outbox({ url, clock: systemClock, idleMs: idleMsOf(options), onLeave: () => void 0 });
  const records = new HlsRecords(source, outbox, intervalOf(options) * 1e3);
  return {
    version: 2,
    sessionId: newSessionId(),
    contentId: source.id,
    includeKeys: [],
    eventTargets: [
      {
        url,
        events: ["ps", "bc", "e", "t"],
        interval: TICK_S,
        batchSize: 1,
        includeKeys: ["br", "cid", "e", "ec", "sf", "sid", "sn", "sta", "ts", "v"]
      }
    ],
    loader: async ({ body }) => {
      for (const line of String(body).split("\n")) records.take(line);
      return { status: 204 };
    }
  };
}

// src/usage/measure-video.ts
function measureVideo(video, { source, signal, autoplay = true, ...options }) {
  const ending = new AbortController();
  const stop = () => ending.abort();
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop, { signal: ending.signal });
  const begunAt = systemClock.now();
  const viewing = { ...options, video, begunAt, autoplay, clock: systemClock, signal: ending.signal };
  import("./viewing.js").then(
    ({ startViewing }) => startViewing(viewing)?.opened({ source, player: void 0 }),
    () => void 0
  );
  return { stop };
}

// src/heard.ts
function heard(call) {
  try {
    call();
  } catch (error) {
    const { reportError = console.error } = globalThis;
    reportError(error);
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

// src/play/network.ts
var isOnline = () => globalThis.navigator?.onLine !== false;
async function untilOnline(signal) {
  signal.throwIfAborted();
  if (isOnline()) return;
  await new Promise((resolve, reject) => {
    globalThis.addEventListener("online", resolve, { signal, once: true });
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

// src/play/answers.ts
var FRESH_ANSWER_MS = 5e3;
async function answerOf(client, request, onRefresh, signal) {
  for (; ; ) {
    try {
      return await client.getStream(request, { signal, onRefresh });
    } catch (error) {
      if (signal.aborted || isOnline()) throw error;
      await untilOnline(signal);
    }
  }
}
async function freshAnswerOf(client, request, clock, signal) {
  const tooLate = () => new Error("no answer in time");
  try {
    return await withTimeLimit(
      FRESH_ANSWER_MS,
      clock,
      signal,
      tooLate,
      (inTime) => client.getStream(request, { signal: inTime, reload: true })
    );
  } catch {
    signal.throwIfAborted();
    return void 0;
  }
}

// src/engine/buffered.ts
var NEARLY_EMPTY_S = 2;
var LEAST_BYTES = 1024;
var HOLE_S = 2;
var leftToPlay = (video) => bufferedEnd(video) - video.currentTime;
function bufferedEnd({ buffered, currentTime }) {
  let end = currentTime;
  for (let index = 0; index < buffered.length; index += 1) {
    if (buffered.start(index) <= end + HOLE_S) end = Math.max(end, buffered.end(index));
  }
  return end;
}

// src/engine/hls-engine.ts
var FIRST_BYTE_MS = 6e3;
var LONGEST_LOAD_MS = 2e4;
var AWAY_MS = 1500;
var FRAGMENT_LIVES = 2;
var policy = (maxNumRetry) => ({
  default: {
    maxTimeToFirstByteMs: FIRST_BYTE_MS,
    maxLoadTimeMs: LONGEST_LOAD_MS,
    timeoutRetry: null,
    errorRetry: { maxNumRetry, retryDelayMs: 500, maxRetryDelayMs: 500 }
  }
});
function startHls(Hls, config, start) {
  const { video, clock, position, signal: leaving, onPlayer, onFailure } = start;
  let { source } = start;
  let playlist = start.playlistOf(source);
  let isRenewing = false;
  let isRecovered = false;
  let timeouts = 0;
  const loading = /* @__PURE__ */ new Map();
  let trouble;
  const fragments = policy(1);
  const hls = new Hls({
    manifestLoadPolicy: policy(0),
    playlistLoadPolicy: policy(0),
    fragLoadPolicy: fragments,
    renderTextTracksNatively: start.hasOwnSubtitles,
    // Where the answer has every subtitle as a file, those of the manifest are not even loaded.
    ...!start.hasOwnSubtitles && { enableWebVTT: false, enableIMSC1: false },
    ...position !== void 0 && { startPosition: position },
    ...config
  });
  onPlayer(hls);
  hls.on("hlsLevelLoaded", (_event, { details }) => {
    fragments.default.maxLoadTimeMs = Math.max(FIRST_BYTE_MS, details.targetduration * 1e3 * FRAGMENT_LIVES);
  });
  hls.on(
    "hlsFragLoading",
    (_event, { frag }) => loading.set(frag.type, () => frag.stats.loaded)
  );
  hls.on("hlsFragLoaded", () => {
    timeouts = 0;
    trouble = void 0;
  });
  hls.on("hlsError", (_event, error) => {
    if (isRenewing) return;
    if (!error.fatal) {
      if (error.details === "fragLoadTimeOut" && (error.frag?.stats.loaded ?? 0) < LEAST_BYTES) timeouts += 1;
      if (timeouts > 1) onFailure(failureOf(error, source));
      return;
    }
    if (playlist !== void 0 && error.details.startsWith("manifest")) {
      playlist = void 0;
      start.onNoPlaylist();
      load(source.url);
      return;
    }
    if (error.type === "mediaError" && !isRecovered && error.details !== "manifestIncompatibleCodecsError") {
      isRecovered = true;
      hls.recoverMediaError();
      return;
    }
    const failure = failureOf(error, source);
    const isAway = error.type === "networkError" && !/^HTTP 4/.test(failure.reason);
    if (!isAway || leftToPlay(video) < NEARLY_EMPTY_S) return onFailure(failure);
    trouble = failure;
    clock.sleep(AWAY_MS, leaving).then(
      () => hls.startLoad(),
      () => void 0
    );
  });
  function load(url) {
    hls.loadSource(url);
    if (position && video.readyState === 0) video.currentTime = position;
  }
  hls.attachMedia(video);
  load(playlist ?? source.url);
  return {
    player: hls,
    // A foreign manifest may name its pathways in the same form.
    expiry: () => playlist === void 0 ? void 0 : expiryOfPathway(hls),
    renew: async (next, signal) => {
      const before = playlist ?? source.url;
      const after = start.playlistOf(next);
      isRenewing = true;
      try {
        const { switchOver } = await import("./switch-over.js");
        const isRenewed = await switchOver(hls, before, after ?? next.url, clock, signal);
        if (isRenewed) [source, playlist] = [next, after];
        return isRenewed;
      } finally {
        isRenewing = false;
      }
    },
    loading,
    trouble: () => trouble,
    destroy: () => hls.destroy()
  };
}
function expiryOfPathway({ levels, loadLevel }) {
  const { pathwayId = "" } = levels[loadLevel] ?? {};
  const [, , expiry] = /^([\w-]+)\.([0-9a-z]+)\.([\w-]+)$/.exec(pathwayId) ?? [];
  return Number.parseInt(expiry ?? "", 36) * 1e3 || void 0;
}
function failureOf({ type, details, response, frag, context, url }, source) {
  const status = response?.code ?? 0;
  if (status >= 400) return { reason: `HTTP ${status}` };
  if (/TimeOut$/.test(details)) return { reason: "no answer in time" };
  if (/LoadError$/.test(details)) {
    return { reason: "no readable answer", unread: response?.url ?? frag?.url ?? context?.url ?? url ?? source.url };
  }
  if (/IncompatibleCodecs|AddCodec/.test(details)) return { reason: "no codec that this browser plays" };
  if (/^(manifest|level).*(Parsing|Empty)/.test(details)) return { reason: "its playlist is not valid" };
  if (type === "keySystemError") return { reason: "its DRM licence was not granted" };
  return { reason: "cannot be decoded" };
}

// src/engine/native-engine.ts
var REASONS = {
  2: "no readable answer",
  3: "cannot be decoded",
  4: "not available, or a form that this browser does not play"
};
var IS_DECODING = 3;
function startNative({ video, source, position, signal, onPlayer, onFailure }, playlist) {
  let isPlaylist = playlist !== void 0;
  const load = (url) => {
    video.src = url;
    if (position) video.currentTime = position;
  };
  video.addEventListener(
    "error",
    () => {
      if (isPlaylist && video.readyState === 0) {
        isPlaylist = false;
        return load(source.url);
      }
      const code = video.error?.code ?? 4;
      const unread = code === IS_DECODING ? void 0 : source.url;
      onFailure({ reason: REASONS[code] ?? "cannot be played", unread });
    },
    { signal }
  );
  onPlayer(void 0);
  load(playlist ?? source.url);
  return {
    player: void 0,
    destroy: () => {
      video.removeAttribute("src");
      video.load();
    }
  };
}

// src/engine/player-library.ts
async function libraryOf(load) {
  const loaded = await load();
  return "default" in loaded ? loaded.default : loaded;
}

// src/engine/engine-choice.ts
async function engineFor({ kind, source }, video, { hls, dash, hlsConfig, dashConfig }, playlists) {
  if (kind === "dash" && dash) {
    const [library, { startDash }] = await Promise.all([libraryOf(dash), import("./dash-engine.js")]);
    return (start) => startDash(library, dashConfig, start);
  }
  if (kind === "hls" && hls) {
    const library = await libraryOf(hls);
    if (library.isSupported()) return (start) => startHls(library, hlsConfig, { ...start, ...playlists });
    if (!video.canPlayType("application/vnd.apple.mpegurl")) throw new Error("hls.js does not run in this browser.");
  }
  return (start) => startNative(start, source.type === "hls" ? playlists.playlistOf(source) : void 0);
}

// src/play/playback-state.ts
var PlaybackState = class {
  #video;
  #time = 0;
  #rate;
  #isWanted;
  #isLive = false;
  /** While a source loads, what the element reports is not the viewer's. */
  #isLoading = true;
  constructor(video, autoplay, signal) {
    this.#video = video;
    this.#rate = video.playbackRate;
    this.#isWanted = autoplay;
    const record = () => this.#record();
    for (const event of ["timeupdate", "seeking", "durationchange"]) {
      video.addEventListener(event, record, { signal });
    }
    video.addEventListener("ratechange", () => this.#recordRate(), { signal });
    video.addEventListener("play", () => this.#want(true), { signal });
    video.addEventListener("pause", () => this.#want(false), { signal });
  }
  /** Seconds to begin at; undefined for the beginning, or the edge of a live stream. */
  get position() {
    return this.#isLive || this.#time === 0 ? void 0 : this.#time;
  }
  /** Whether the viewer, or the page, wants it to play. */
  get isWanted() {
    return this.#isWanted;
  }
  /** Call it before a source is replaced. */
  leave() {
    this.#record();
    if (!this.#video.paused) this.#isWanted = true;
    this.#isLoading = true;
  }
  /** Restores the state in a source whose metadata has loaded. */
  restore() {
    const video = this.#video;
    const { position } = this;
    video.playbackRate = this.#rate;
    if (position !== void 0 && Math.abs(video.currentTime - position) > 0.3) video.currentTime = position;
    this.#isLoading = false;
    if (this.#isWanted) video.play().catch(() => void 0);
  }
  #record() {
    const { currentTime, duration, readyState } = this.#video;
    if (this.#isLoading || readyState === 0) return;
    this.#time = currentTime;
    this.#isLive = duration === Number.POSITIVE_INFINITY;
  }
  /** Loading sets the speed to the default (HTML standard, "media element load algorithm"); a viewer sets another. */
  #recordRate() {
    const { playbackRate, defaultPlaybackRate } = this.#video;
    if (!this.#isLoading || playbackRate !== defaultPlaybackRate) this.#rate = playbackRate;
  }
  /** A player that is taken apart may pause the element, which has nothing to play then. */
  #want(isWanted) {
    if (isWanted || this.#video.readyState > 0) this.#isWanted = isWanted;
  }
};

// src/sources/source-queue.ts
var PATIENCE_MS = 8e3;
var REST_MS = 3e5;
var BUDGET_MS = 22e3;
var LEAST_PATIENCE_MS = 700;
var SourceQueue = class {
  #clock;
  #playable = [];
  #failed = [];
  /** Since when nothing has played. */
  #troubleSince;
  constructor(clock) {
    this.#clock = clock;
  }
  /** What has failed and is not tried again yet, in order. */
  get tried() {
    return this.#resting();
  }
  /** What there is to choose from, in the order to try. */
  get playable() {
    return this.#playable;
  }
  list(playable) {
    this.#playable = playable;
  }
  find(source) {
    return this.#playable.find(({ source: { url } }) => url === source.url);
  }
  /** The best source that has not failed, as long as there is time. */
  next() {
    if (this.#timeLeft() <= 0) return void 0;
    return this.#untried()[0];
  }
  /** The best source whose link has not been tried, although another link of it has. */
  nextLink() {
    const urls = new Set(this.tried.map(({ source }) => source.url));
    return this.#playable.find(({ source }) => !urls.has(source.url));
  }
  /** The sources that there was no time for. */
  get untried() {
    return this.#untried().map(({ source }) => source);
  }
  /** Milliseconds that the source which is about to load has until its first picture. */
  begin() {
    this.#troubleSince ??= this.#clock.now();
    if (this.tried.length === 0) return PATIENCE_MS;
    const share = this.#timeLeft() / Math.max(1, this.#untried().length);
    return Math.max(LEAST_PATIENCE_MS, Math.min(PATIENCE_MS, share));
  }
  /** @returns the attempt, whose reason may be refined */
  fail(source, reason) {
    const attempt = { source, reason, until: this.#clock.now() + REST_MS };
    this.#failed = [...this.#resting().filter((each) => each.source.url !== source.url), attempt];
    return attempt;
  }
  /** Tries a source again although it has failed. */
  forgive(source) {
    const key = keyOf(source);
    this.#failed = this.#failed.filter((each) => keyOf(each.source) !== key);
  }
  /** Something plays, or there is no network: the time begins anew. */
  calm() {
    this.#troubleSince = void 0;
  }
  #resting() {
    const now = this.#clock.now();
    this.#failed = this.#failed.filter(({ until }) => until > now);
    return this.#failed;
  }
  #untried() {
    const failed = new Set(this.tried.map(({ source }) => keyOf(source)));
    return this.#playable.filter(({ source }) => !failed.has(keyOf(source)));
  }
  #timeLeft() {
    const now = this.#clock.now();
    return BUDGET_MS - now + (this.#troubleSince ?? now);
  }
};
var keyOf = (source) => source.id ?? source.url;

// src/play/progress-watch.ts
var LOOK_MS = 250;
var SLEEP_MS = 3e3;
var DRY_MS = 6e3;
var JUMP_S = 1.5;
async function stallOf(video, options, signal) {
  const { clock, patience, loadsAhead, loading, onProgress } = options;
  let looked = clock.now();
  let moved = looked;
  let grown = looked;
  let position = video.currentTime;
  let end = bufferedEnd(video);
  let bytes = 0;
  let hasPicture = false;
  for (; ; ) {
    await clock.sleep(LOOK_MS, signal);
    const now = clock.now();
    if (now - looked > SLEEP_MS || !isOnline()) moved = grown = now;
    looked = now;
    const { currentTime, readyState, paused, ended, networkState, duration } = video;
    if (!hasPicture) {
      hasPicture = readyState >= 2;
      const isLoading = loadsAhead || !paused || networkState === 2;
      if (hasPicture || !isLoading) moved = grown = now;
      else if (now - moved >= patience) return "no answer in time";
      position = currentTime;
      continue;
    }
    const step = currentTime - position;
    position = currentTime;
    if (paused || ended || step !== 0) moved = now;
    if (step !== 0 && !paused) onProgress();
    const newEnd = bufferedEnd(video);
    let newBytes = 0;
    for (const arrived of loading?.values() ?? []) newBytes += arrived();
    if (newEnd !== end || newBytes - bytes >= LEAST_BYTES || paused || ended) grown = now;
    bytes = newBytes;
    if (Math.abs(step) > JUMP_S) grown = now + PATIENCE_MS - DRY_MS;
    end = newEnd;
    if (now - moved >= PATIENCE_MS) return "the picture did not move any more";
    const isIncomplete = Number.isFinite(duration) && end < duration - 0.5;
    if (isIncomplete && end - currentTime < NEARLY_EMPTY_S && now - grown >= DRY_MS) return "nothing arrives any more";
  }
}

// src/play/subtitle-tracks.ts
var NO_CUES = "data:,WEBVTT";
var SubtitleTracks = class {
  #video;
  #signal;
  #onChoice;
  /** The elements of the files, by what identifies a subtitle. */
  #files = /* @__PURE__ */ new Map();
  #chosen;
  /** While a source is replaced, changes of the tracks are not the viewer's. */
  #isSettled = false;
  /** @param onChoice called when the viewer chooses a file, or none, in the browser's menu */
  constructor(video, signal, onChoice) {
    this.#video = video;
    this.#signal = signal;
    this.#onChoice = onChoice;
    video.textTracks.addEventListener("change", () => this.#onChange(), { signal });
    video.textTracks.addEventListener("addtrack", () => queueMicrotask(() => this.#apply()), { signal });
    signal.addEventListener("abort", () => this.#removeFiles(), { once: true });
  }
  /** Lists the subtitles of an answer; those of an earlier one keep their track. */
  list({ subtitles }) {
    for (const subtitle of subtitles) {
      if (subtitle.delivery === "in-manifest") continue;
      const key = keyOf2(subtitle);
      const known = this.#files.get(key);
      if (known) {
        known.subtitle = subtitle;
        continue;
      }
      const element = document.createElement("track");
      element.kind = subtitle.kind === "sdh" ? "captions" : "subtitles";
      element.label = subtitle.label;
      element.srclang = subtitle.language === "und" ? "" : subtitle.language;
      element.src = NO_CUES;
      this.#files.set(key, { element, subtitle, isLoaded: false });
      this.#video.append(element);
    }
  }
  /** Shows a subtitle of the answer, or none. */
  show(subtitle) {
    this.#chosen = subtitle;
    for (const track of this.#video.textTracks) if (track.mode === "showing") track.mode = "disabled";
    this.#apply();
  }
  /** Call it before a source is replaced. */
  leave() {
    this.#isSettled = false;
  }
  /** Call it when a source has loaded. */
  restore() {
    this.#isSettled = true;
    this.#apply();
  }
  #apply() {
    const chosen = this.#chosen;
    if (!chosen || this.#signal.aborted) return;
    const track = this.#files.get(keyOf2(chosen))?.element.track ?? this.#trackLike(chosen);
    if (!track) return;
    for (const other of this.#video.textTracks)
      if (other !== track && other.mode === "showing") other.mode = "disabled";
    if (track.mode !== "showing") track.mode = "showing";
    this.#loadShown();
  }
  #trackLike({ label, language }) {
    const tracks = [...this.#video.textTracks];
    const base = (tag) => tag.split("-")[0]?.toLowerCase();
    return tracks.find((track) => track.label === label && track.language === language) ?? tracks.find((track) => track.label === label) ?? tracks.find((track) => track.language !== "" && base(track.language) === base(language));
  }
  #onChange() {
    if (!this.#isSettled) return;
    const shown = [...this.#video.textTracks].find(({ mode }) => mode === "showing");
    const file = [...this.#files.values()].find(({ element }) => element.track === shown);
    const before = this.#chosen && this.#files.get(keyOf2(this.#chosen));
    this.#chosen = shown && (file?.subtitle ?? { label: shown.label, language: shown.language });
    if (file !== before && (file || !shown)) this.#onChoice(file?.subtitle);
    this.#loadShown();
  }
  #loadShown() {
    for (const file of this.#files.values()) {
      if (file.isLoaded || file.element.track.mode === "disabled") continue;
      file.isLoaded = true;
      void this.#load(file);
    }
  }
  /** Fetched here, because a `track` of another origin would require CORS for the video too (HTML standard). */
  async #load(file) {
    try {
      const response = await fetch(file.subtitle.url, { signal: this.#signal });
      if (!response.ok) throw new Error("not available");
      const text = await response.text();
      if (this.#signal.aborted) return;
      file.element.src = URL.createObjectURL(new Blob([text], { type: "text/vtt" }));
    } catch {
      if (this.#signal.aborted) return;
      file.isLoaded = false;
      if (this.#chosen && this.#files.get(keyOf2(this.#chosen)) === file) this.#chosen = void 0;
      file.element.track.mode = "disabled";
      file.element.dispatchEvent(new Event("error"));
    }
  }
  #removeFiles() {
    for (const { element } of this.#files.values()) {
      if (element.src.startsWith("blob:")) URL.revokeObjectURL(element.src);
      element.remove();
    }
    this.#files.clear();
  }
};
var keyOf2 = ({ label, language, kind }) => JSON.stringify([label, language, kind]);

// src/play/source-player.ts
var SourcePlayer = class {
  #options;
  #state;
  #subtitles;
  #engine;
  /** The one that plays or loads. */
  source;
  kind = "native";
  constructor(options) {
    const { video, play, onSubtitle, signal } = options;
    this.#options = options;
    this.#state = new PlaybackState(video, play.autoplay ?? true, signal);
    this.#subtitles = new SubtitleTracks(video, signal, onSubtitle);
    const restore = () => {
      this.#state.restore();
      this.#subtitles.restore();
    };
    video.addEventListener("loadedmetadata", restore, { signal });
  }
  /** When its present link expires, where its player has another one than the source's own. */
  get expiry() {
    return this.#engine?.expiry?.();
  }
  /** Lists the subtitles of an answer, and shows its poster where the page has none. */
  list(data) {
    const { video, signal } = this.#options;
    this.#subtitles.list(data);
    if (!data.poster || video.poster) return;
    video.poster = data.poster;
    signal.addEventListener("abort", () => video.removeAttribute("poster"), { once: true });
  }
  showSubtitle(subtitle) {
    this.#subtitles.show(subtitle);
  }
  /** Replaces what plays, at the same position. @param turn aborted when another source takes over */
  async open({ source, kind }, reason, turn) {
    const { video, clock, sources, configured, onPlayer, onFailure } = this.#options;
    let start;
    try {
      start = await engineFor({ source, kind }, video, configured(), sources);
    } catch {
      turn.throwIfAborted();
      return onFailure(source, { reason: "its player could not be loaded" });
    }
    turn.throwIfAborted();
    this.#leave();
    this.close();
    this.kind = kind;
    this.#announce(source, reason);
    if (turn.aborted) return;
    this.#engine = start({
      video,
      source,
      position: this.#state.position,
      hasOwnSubtitles: sources.hasOwnSubtitles,
      clock,
      signal: turn,
      onPlayer: (player) => onPlayer({ player, video, source, signal: turn }),
      onFailure: (failure) => {
        if (!turn.aborted) onFailure(this.source ?? source, failure);
      }
    });
    if (turn.aborted) return this.close();
    const { calm: onProgress, queue } = sources;
    const { loading } = this.#engine;
    const options = { clock, patience: queue.begin(), loadsAhead: kind !== "native", loading, onProgress };
    stallOf(video, options, turn).then(
      (reason2) => onFailure(this.source ?? source, this.#engine?.trouble?.() ?? { reason: reason2 }),
      () => void 0
    );
  }
  /**
   * Continues with a newer link of the source in the same player.
   *
   * @returns false when the former one plays again; undefined where its player cannot, and has to be replaced
   */
  async renew(next, signal) {
    if (!this.#engine?.renew) return void 0;
    this.#leave();
    const isRenewed = await this.#engine.renew(next, signal);
    if (isRenewed) this.#announce(next, "renewed");
    return isRenewed;
  }
  /** Empties the element after a title of which nothing plays. */
  fail() {
    this.#state.leave();
    this.close();
    this.source = void 0;
  }
  close() {
    const { video } = this.#options;
    this.#engine?.destroy();
    this.#engine = void 0;
    if (video.readyState === 0 && video.currentTime > 0) video.currentTime = 0;
  }
  /** Until the next one has loaded, what the element reports is not the viewer's. */
  #leave() {
    this.#state.leave();
    this.#subtitles.leave();
  }
  #announce(source, reason) {
    this.source = source;
    const { play, sources } = this.#options;
    const { data } = sources;
    if (data) heard(() => play.onSource?.(source, { reason, data }));
  }
};

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

// src/play/source-sequence.ts
var EXPIRED_MS = 5e3;
var PASSED_OVER = "passed over";
var SourceSequence = class {
  client;
  request;
  clock;
  sources;
  player;
  signal;
  #measure;
  #onError;
  #turn = new AbortController();
  constructor({ play, request, clock, sources, player, measure, signal }) {
    this.client = play.client;
    this.request = request;
    this.clock = clock;
    this.sources = sources;
    this.player = player;
    this.signal = signal;
    this.#measure = measure;
    this.#onError = play.onError;
    signal.addEventListener("abort", () => this.#turn.abort());
  }
  /** Aborted when another source takes over. */
  get turn() {
    return this.#turn.signal;
  }
  /** Plays the best source, once there is an answer. */
  begin(answered) {
    void this.#run(async (turn) => {
      await answered(turn);
      await this.#openNext("start", turn);
    });
  }
  /** Goes on with another source at the same position. */
  replace(next, reason) {
    this.sources.queue.calm();
    void this.#run((turn) => this.#open(next, reason, turn));
  }
  /** Continues with a newer link at the same position. @returns false when the former one plays again */
  renew = async (current, next, turn) => {
    const { kind } = this.player;
    try {
      const isRenewed = await this.player.renew(next, turn);
      if (isRenewed === void 0) void this.#run((own) => this.#open({ source: next, kind }, "renewed", own));
      return isRenewed ?? true;
    } catch {
      turn.throwIfAborted();
      this.goOn(current, { reason: "its links have expired, and newer ones cannot be loaded" });
      return true;
    }
  };
  /** Goes on after a failure: with the same source if there is no network, or its link has expired; else the next. */
  goOn(source, failure) {
    const { queue } = this.sources;
    if (!isOnline()) {
      const { kind } = this.player;
      void this.#run(async (turn) => {
        await untilOnline(turn);
        queue.calm();
        await this.#open({ source, kind }, "failed", turn);
      });
      return;
    }
    if (failure.reason !== PASSED_OVER) this.#measure.failed(source, failure.reason);
    const isExpired = (this.client.expiresIn(source) ?? EXPIRED_MS) < EXPIRED_MS;
    this.sources.fail(source, failure);
    void this.#run(async (turn) => {
      if (isExpired) {
        await this.sources.takeFresh(turn);
        const next = successorIn(source, this.sources.data?.sources ?? []);
        const renewed = next && next.url !== source.url ? queue.find(next) : void 0;
        if (renewed && next?.id === source.id) {
          queue.forgive(source);
          return this.#open(renewed, "renewed", turn);
        }
      }
      await this.#openNext("failed", turn);
    });
  }
  /** Runs what comes next, instead of what is under way. What it throws is the end of the title. */
  async #run(work) {
    if (this.signal.aborted) return;
    this.#turn.abort();
    this.#turn = new AbortController();
    const { signal } = this.#turn;
    try {
      await work(signal);
    } catch (error) {
      if (!signal.aborted) await this.#fail(signal, error);
    }
  }
  async #openNext(reason, turn) {
    const next = await this.sources.next(turn);
    if (next) await this.#open(next, reason, turn);
    else await this.#fail(turn);
  }
  async #open(playable, reason, turn) {
    await this.player.open(playable, reason, turn);
    if (turn.aborted) return;
    import("./link-keeper.js").then(
      ({ keepLinks }) => keepLinks(this, turn),
      () => void 0
    );
  }
  async #fail(turn, cause) {
    const error = await this.sources.error(turn, cause);
    if (turn.aborted) return;
    this.#turn.abort();
    this.player.fail();
    this.#measure.failed();
    heard(() => this.#onError?.(error));
  }
};

// src/play/title-measure.ts
var TitleMeasure = class {
  #onPlayer;
  #viewing;
  constructor({ video, request, play, clock, signal }) {
    const { client, autoplay = true, measure } = play;
    const options = Object(measure);
    this.#onPlayer = typeof measure === "function" ? measure : options.onPlayer;
    if (!measure || typeof measure === "function") return;
    const viewing = { ...options, video, client, request, begunAt: clock.now(), autoplay, clock, signal };
    this.#viewing = import("./viewing.js").then(
      ({ startViewing }) => startViewing(viewing),
      () => void 0
    );
  }
  /** A source is about to load. */
  opened(playing2) {
    heard(() => this.#onPlayer?.(playing2));
    void this.#viewing?.then((viewing) => viewing?.opened(playing2));
  }
  /** A source has failed; without one, the title has. */
  failed(source, reason) {
    void this.#viewing?.then((viewing) => viewing?.failed(source, reason));
  }
};

// src/sources/playable.ts
var MIME_TYPES = {
  hls: "application/vnd.apple.mpegurl",
  dash: "application/dash+xml",
  mp4: "video/mp4",
  webm: "video/webm"
};
var PICTURE = /^(avc|hvc|hev|vp0?[89]|av01|dvh|dav)/;
async function playableSources(sources, abilities) {
  const looked = await Promise.all(
    sources.map(
      (source) => (
        // An answer of another making: what is wrong with one source is no end of the title.
        lookAt(source, abilities).catch(() => ({ source, reason: "its facts cannot be read" }))
      )
    )
  );
  const skipped = looked.filter((each) => "reason" in each);
  const playable = looked.filter((each) => "kind" in each).map((each) => ({ ...each, place: placeOf(each.source, each.isSmooth) })).sort((one, other) => one.place - other.place).map(({ source, kind, isSmooth }) => ({ source, kind, isSmooth }));
  return { playable, skipped };
}
async function lookAt(source, abilities) {
  if (source.browser === false) return { source, reason: "its host does not allow web pages to read it" };
  const kind = kindOf(source, abilities);
  if (kind === void 0) return { source, reason: "a form that this browser does not play" };
  if (source.drm && !hasDrm(kind, abilities)) return { source, reason: "protected, and the page has no DRM settings" };
  const best = source.variants?.[0] ?? source;
  const fits = await decodes(best, kind);
  const isEnough = fits.supported || (source.variants ?? []).some((each) => each !== best && isDecodable(each, kind));
  if (!isEnough) return { source, reason: "no codec that this browser plays" };
  return { source, kind, isSmooth: fits.smooth };
}
function kindOf({ type, codecs, drm }, abilities) {
  const { video, hasHls, hasDash } = abilities;
  if (type === "dash") return hasDash ? "dash" : void 0;
  const withCodecs = type !== "hls" && codecs ? `; codecs="${codecs}"` : "";
  const isNative = video.canPlayType(MIME_TYPES[type] + withCodecs) !== "";
  const isSafari = isNative && "WebKitPlaybackTargetAvailabilityEvent" in globalThis;
  if (type === "hls" && hasHls && (drm || !isSafari)) return "hls";
  return isNative ? "native" : void 0;
}
function hasDrm(kind, { hlsConfig, dashConfig }) {
  if (kind === "dash") return dashConfig?.protection !== void 0;
  return kind === "hls" && hlsConfig !== void 0 && ("drmSystems" in hlsConfig || "emeEnabled" in hlsConfig);
}
async function decodes(variant, kind) {
  const { width, height, bandwidth, frameRate, codecs } = variant;
  const picture = pictureOf(codecs);
  const capabilities = globalThis.navigator?.mediaCapabilities;
  if (capabilities && picture && width && height && bandwidth) {
    try {
      const video = { contentType: typeOf(picture), width, height, bitrate: bandwidth, framerate: frameRate ?? 30 };
      return await capabilities.decodingInfo({ type: kind === "native" ? "file" : "media-source", video });
    } catch {
    }
  }
  return { supported: isDecodable(variant, kind), smooth: true };
}
function isDecodable({ codecs }, kind) {
  const picture = pictureOf(codecs);
  const MediaSources = globalThis.MediaSource;
  if (!picture || kind === "native" || !MediaSources) return true;
  return MediaSources.isTypeSupported(typeOf(picture));
}
var pictureOf = (codecs) => codecs?.split(/\s*,\s*/).find((codec) => PICTURE.test(codec));
var typeOf = (codec) => `video/${/^vp/.test(codec) ? "webm" : "mp4"}; codecs="${codec}"`;
function placeOf({ health, type, quality, variants }, isSmooth) {
  const isAdaptive = variants !== void 0 || quality === "auto" && (type === "hls" || type === "dash");
  return (health === "down" ? 4 : 0) + (isSmooth ? 0 : 2) + (isAdaptive ? 0 : 1);
}

// src/play/title-sources.ts
var REASONS_MS = 2e3;
var TitleSources = class {
  queue;
  /** Undefined before there is an answer. */
  data;
  #options;
  #skipped = [];
  #hasPlaylist = true;
  /** Whether one more answer was asked for since a picture moved. */
  #hasAskedAgain = false;
  #explaining = /* @__PURE__ */ new Set();
  constructor(options) {
    this.#options = options;
    this.queue = new SourceQueue(options.clock);
  }
  /** Whether the answer leaves subtitles to the manifest, or knows of none. */
  get hasOwnSubtitles() {
    const { subtitles } = this.data;
    return subtitles.length === 0 || subtitles.some(({ delivery }) => delivery);
  }
  /** Uses an answer from here on. */
  async take(data, signal) {
    const { video, play, order, onAnswer } = this.#options;
    const { hls, dash, hlsConfig, dashConfig, preference } = play;
    const hasMediaSource = "MediaSource" in globalThis || "ManagedMediaSource" in globalThis;
    const { playable, skipped } = await playableSources(data.sources, {
      video,
      hasHls: hls !== void 0 && hasMediaSource,
      hasDash: dash !== void 0 && hasMediaSource,
      hlsConfig,
      dashConfig
    });
    signal.throwIfAborted();
    this.data = data;
    this.#skipped = skipped;
    const best = order(playable);
    const own = typeof preference === "function" ? preference(best.map(({ source }) => source)) : void 0;
    this.queue.list(own?.flatMap((source) => best.filter((each) => each.source === source)) ?? best);
    onAnswer(data);
  }
  /** Asks for one more answer, whatever is stored; where none comes in time, the present one stays. */
  async takeFresh(turn) {
    const { play, request, clock } = this.#options;
    const fresh = await freshAnswerOf(play.client, request, clock, turn);
    if (fresh) await this.take(fresh, turn);
  }
  /** The source to try next; undefined when all have failed, in a newer answer as well. */
  async next(turn) {
    const next = this.queue.next();
    if (next || this.#hasAskedAgain || this.queue.tried.length === 0) return next;
    this.#hasAskedAgain = true;
    await this.takeFresh(turn);
    return this.queue.nextLink();
  }
  /** A picture moves. */
  calm = () => {
    this.queue.calm();
    this.#hasAskedAgain = false;
  };
  /**
   * The API's playlist for an HLS source, where it offers more than the source itself: renewed links, or a mirror with
   * the same ladder. An API of before playlists gives sources no ids.
   */
  playlistOf = ({ id, variants, expiresAt }) => {
    if (!this.#hasPlaylist || id === void 0 || !variants) return void 0;
    const isTwin = (other) => other.id !== id && JSON.stringify(other.variants) === JSON.stringify(variants);
    if (expiresAt === void 0 && !this.data?.sources.some(isTwin)) return void 0;
    const { play, request } = this.#options;
    return play.client.playlistUrl(request, { source: id });
  };
  onNoPlaylist = () => {
    this.#hasPlaylist = false;
  };
  fail(source, { reason, unread }) {
    const attempt = this.queue.fail(source, reason);
    if (unread === void 0) return;
    const explaining = reasonOfSilence(unread, this.#options.signal).then((words) => {
      attempt.reason = words;
    });
    this.#explaining.add(explaining);
    void explaining.finally(() => this.#explaining.delete(explaining));
  }
  /** Why nothing plays, once the reasons are known. */
  async error(turn, cause) {
    const explained = Promise.all(this.#explaining);
    await Promise.race([explained, this.#options.clock.sleep(REASONS_MS, turn).catch(() => void 0)]);
    const { tried, untried } = this.queue;
    const late = untried.map((source) => ({ source, reason: "there was no time to try it" }));
    const skipped = [...this.#skipped, ...late];
    const message = cause instanceof Error && tried.length === 0 ? cause.message : messageOf(tried, skipped);
    return new PlayError(message, tried, skipped, cause);
  }
};

// src/play/playback.ts
var Playback = class {
  #options;
  #ending = new AbortController();
  #sequence;
  /** Loaded beside the answer; a page that cannot load it plays without. */
  #qualityLoading;
  quality;
  /** What was chosen before there was an answer in use. */
  #first;
  /** Whether the page has said which subtitle to show. */
  #hasSubtitle = false;
  /** Whether one is shown that the viewer wishes for every title. */
  #showsWished = false;
  constructor(video, request, options) {
    const { client, clock = systemClock, preference, signal } = options;
    this.#options = options;
    const title = { video, request, play: options, clock, signal: this.#ending.signal };
    const measure = new TitleMeasure(title);
    const sources = new TitleSources({
      ...title,
      order: (playable) => this.quality?.order(playable) ?? playable,
      onAnswer: (data) => player.list(data)
    });
    const player = new SourcePlayer({
      ...title,
      sources,
      configured: () => this.quality?.configured(options) ?? options,
      onSubtitle: (subtitle) => this.quality?.choseSubtitle(subtitle),
      onPlayer: (playing2) => {
        this.quality?.watch(playing2);
        measure.opened(playing2);
      },
      onFailure: (source, failure) => this.#sequence.goOn(source, failure)
    });
    this.#sequence = new SourceSequence({ ...title, sources, player, measure });
    this.#qualityLoading = import("./title-quality.js").then((module2) => {
      this.quality = new module2.TitleQuality({
        client,
        tmdbId: String(request.tmdbId),
        preference: typeof preference === "object" ? preference : void 0,
        clock,
        playing: () => this.source,
        tried: () => this.tried,
        open: (next) => this.#sequence.replace(next, "adapted"),
        onLanguages: () => this.#showWished(),
        signal: title.signal
      });
    }).catch(() => void 0);
    signal?.addEventListener("abort", () => this.stop(), { signal: title.signal });
    if (signal?.aborted) this.stop();
    else this.#start();
  }
  get data() {
    return this.#sequence.sources.data;
  }
  get source() {
    return this.#sequence.player.source;
  }
  get tried() {
    return this.#sequence.sources.queue.tried;
  }
  next(reason = PASSED_OVER) {
    if (this.source) this.#sequence.goOn(this.source, { reason });
  }
  choose(source) {
    const { queue } = this.#sequence.sources;
    if (!this.data) this.#first = source;
    const playable = queue.find(source);
    if (!playable || this.#ending.signal.aborted) return;
    queue.forgive(source);
    this.quality?.chose(source);
    this.#sequence.replace(playable, "chosen");
  }
  showSubtitle(subtitle) {
    this.#hasSubtitle = true;
    this.quality?.choseSubtitle(subtitle);
    this.#sequence.player.showSubtitle(subtitle);
  }
  stop() {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort();
    this.#sequence.player.close();
  }
  #start() {
    const { request, signal } = this.#sequence;
    const { client, onProgress } = this.#options;
    client.watch(request, {
      onProgress: (progress) => {
        if (!this.data) heard(() => onProgress?.(progress));
      },
      // Without the newer answer, the present one stays.
      onChange: (change) => void this.#change(change).catch(() => void 0),
      signal
    });
    this.#sequence.begin((turn) => this.#answer(turn));
  }
  async #answer(turn) {
    const { request, sources, signal } = this.#sequence;
    const { client, data } = this.#options;
    let newest = data;
    const onRefresh = (newer) => {
      newest = newer;
      void sources.take(newer, signal).catch(() => void 0);
    };
    const answer = data ?? await answerOf(client, request, onRefresh, turn);
    await this.#qualityLoading;
    await sources.take(newest ?? answer, turn);
    this.#showWished();
    if (this.#first) this.choose(this.#first);
  }
  /** Shows the subtitle that the viewer wishes, which another device may say later than the answer comes. */
  #showWished() {
    if (!this.data || this.#hasSubtitle) return;
    const subtitle = this.quality?.subtitleOf(this.data.subtitles);
    if (subtitle || this.#showsWished) this.#sequence.player.showSubtitle(subtitle);
    this.#showsWished = subtitle !== void 0;
  }
  async #change(change) {
    const { takeChange } = await import("./title-change.js");
    await takeChange(change, this.#sequence);
  }
};

// src/play/play-title.ts
var playing = /* @__PURE__ */ new WeakMap();
function playTitle(video, request, options) {
  playing.get(video)?.stop();
  const playback = new Playback(video, request, options);
  playing.set(video, playback);
  return playback;
}

// src/play/stream-player.ts
var TITLE = ["tmdb-id", "media-type", "season", "episode", "base-url", "live-url"];
var PASSED_ON = ["controls", "muted", "autoplay", "poster", "loop", "playsinline", "preload", "crossorigin"];
var STYLE = `
  :host { display: block; position: relative; aspect-ratio: 16 / 9; background: #000; color: #fff; }
  :host([hidden]) { display: none; }
  video { display: block; width: 100%; height: 100%; }
  [part=error] { position: absolute; inset: 0; display: grid; gap: 1em; place-content: center; justify-items: center;
    padding: 1em; background: rgb(0 0 0 / 80%); text-align: center; overflow: auto; }
  [part=progress] { position: absolute; inset: 0; display: grid; place-content: center; margin: 0; padding: 1em;
    white-space: pre-line; pointer-events: none; }
  [hidden] { display: none; }
  button { font: inherit; padding: 0.5em 1em; }
  [part=quality] { position: absolute; top: 0.5em; right: 0.5em; font: inherit; opacity: 0.3; }
  [part=quality]:hover, [part=quality]:focus { opacity: 1; }`;
function defineStreamPlayer({ client, name = "stream-player", ...options }) {
  const registry = globalThis.customElements;
  if (!registry || registry.get(name)) return;
  const clients = /* @__PURE__ */ new Map();
  const clientOf = (baseUrl, liveUrl) => {
    if (typeof client !== "function") return client;
    const key = JSON.stringify([baseUrl, liveUrl]);
    const shared = clients.get(key) ?? client(baseUrl, liveUrl);
    clients.set(key, shared);
    return shared;
  };
  registry.define(
    name,
    class extends HTMLElement {
      static observedAttributes = [...TITLE, ...PASSED_ON];
      video = document.createElement("video");
      #error = document.createElement("div");
      #words = document.createElement("p");
      #menu = document.createElement("select");
      #progress = document.createElement("p");
      playback;
      #isPlanned = false;
      /** The progress to show; undefined once the answer is there. */
      #latest;
      constructor() {
        super();
        const style = new CSSStyleSheet();
        style.replaceSync(STYLE);
        this.video.part.add("video");
        this.#error.part.add("error");
        this.#error.setAttribute("role", "alert");
        this.#error.hidden = true;
        this.#progress.part.add("progress");
        this.#progress.setAttribute("role", "status");
        const retry = document.createElement("button");
        retry.type = "button";
        retry.textContent = "Try again";
        retry.addEventListener("click", () => this.#play(true));
        this.#error.append(this.#words, retry);
        this.#menu.part.add("quality");
        this.#menu.setAttribute("aria-label", "Quality");
        this.#menu.hidden = true;
        this.#menu.addEventListener("change", () => {
          this.#quality?.choose(Number(this.#menu.value) || void 0);
          this.#menu.title = this.#quality?.why ?? "";
        });
        const root = this.attachShadow({ mode: "open" });
        root.adoptedStyleSheets = [style];
        for (const event of ["loadeddata", "resize"]) root.addEventListener(event, () => this.#offer(), true);
        root.append(this.video, this.#progress, this.#menu, this.#error);
      }
      connectedCallback() {
        this.#plan();
      }
      disconnectedCallback() {
        this.#stop();
      }
      attributeChangedCallback(attribute, before, value) {
        if (PASSED_ON.includes(attribute)) this.#passOn(attribute, value);
        else if (before !== value) this.#plan();
      }
      /** Several attributes that change together are one change. */
      #plan() {
        if (this.#isPlanned) return;
        this.#isPlanned = true;
        queueMicrotask(() => {
          this.#isPlanned = false;
          if (this.isConnected) this.#play(this.hasAttribute("autoplay"));
        });
      }
      #play(autoplay) {
        this.#stop();
        const tmdbId = this.getAttribute("tmdb-id");
        if (!tmdbId) return;
        const [baseUrl, liveUrl] = ["base-url", "live-url"].map((name2) => this.getAttribute(name2) ?? void 0);
        this.playback = playTitle(this.video, this.#requestOf(tmdbId), {
          ...options,
          client: clientOf(baseUrl, liveUrl),
          measure: this.hasAttribute("measure") || options.measure,
          autoplay,
          onProgress: (progress) => void this.#showProgress(progress).catch(() => void 0),
          onSource: (source) => {
            void this.#showProgress();
            this.#emit("source", source);
          },
          onError: (error) => this.#fail(error)
        });
      }
      #requestOf(tmdbId) {
        const number = (attribute) => this.hasAttribute(attribute) ? Number(this.getAttribute(attribute)) : void 0;
        const [season, episode] = [number("season"), number("episode")];
        const isEpisode = (this.getAttribute("media-type") ?? (season === void 0 ? "movie" : "tv")) === "tv";
        return isEpisode ? { tmdbId, mediaType: "tv", season, episode } : { tmdbId, mediaType: "movie" };
      }
      /** Shows how far the answer is; nothing once it is there. */
      async #showProgress(progress) {
        this.#latest = progress;
        if (!progress) {
          this.#progress.textContent = "";
          return;
        }
        const { progressInWords } = await import("./progress-words.js");
        if (this.#latest === progress) this.#progress.textContent = progressInWords(progress).join("\n");
      }
      #fail(error) {
        void this.#showProgress();
        this.#words.textContent = error.message;
        this.#error.hidden = false;
        this.#emit("error", error);
      }
      get #quality() {
        return this.playback?.quality;
      }
      /** Lists the qualities of the title where the video has controls, and what was chosen and why. */
      #offer() {
        const { choices = [], chosen, why = "" } = this.#quality ?? {};
        const lines = this.video.videoHeight;
        const option = (text, value) => new Option(text, String(value), false, value === (chosen ?? 0));
        this.#menu.replaceChildren(option(`Auto (${lines}p)`, 0), ...choices.map((each) => option(`${each}p`, each)));
        this.#menu.title = why;
        this.#menu.hidden = !this.hasAttribute("controls") || choices.length < 2;
      }
      #stop() {
        this.playback?.stop();
        this.playback = void 0;
        this.#menu.hidden = true;
        this.#error.hidden = true;
        void this.#showProgress();
      }
      #passOn(attribute, value) {
        if (attribute === "autoplay") return;
        if (attribute === "muted") this.video.muted = value !== null;
        else if (value === null) this.video.removeAttribute(attribute);
        else this.video.setAttribute(attribute, value);
      }
      #emit(type, detail) {
        this.dispatchEvent(new CustomEvent(type, { detail }));
      }
    }
  );
}
