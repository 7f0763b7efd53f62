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

// src/usage/cmcd-record.ts
var TOKENS = /* @__PURE__ */ new Set(["e", "sta", "sf", USAGE_KEYS.formerState]);
var LISTS = /* @__PURE__ */ new Set(["br", "ec"]);
var textOf = (values) => Object.entries({ ...values, v: 2 }).filter(([, value]) => value !== void 0).sort(([one], [other]) => one < other ? -1 : 1).map(([key, value]) => `${key}=${written(key, value)}`).join(",");
function written(key, value) {
  if (TOKENS.has(key)) return String(value);
  const quoted = (text) => `"${text.replace(/[^ -~]/g, "").replace(/["\\]/g, "\\$&")}"`;
  const item = typeof value === "number" ? String(Math.round(value)) : quoted(value);
  return LISTS.has(key) ? `(${item})` : item;
}

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

// src/usage/error-code.ts
function errorCodeOf(reason) {
  const [, status] = /^HTTP (\d{3})$/.exec(reason) ?? [];
  if (status) return status;
  if (/answer|arrives|expired|reached|loaded/.test(reason)) return "timeout";
  return /DRM/.test(reason) ? "drm" : "media";
}

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

// ../contract/quality/quality-class.ts
var CLASSES = [
  [2160, "2160p"],
  [1440, "1440p"],
  [1080, "1080p"],
  [720, "720p"],
  [480, "480p"]
];
var TOLERANCE = 0.95;
function qualityClassOf(width, height) {
  if (width === void 0 && height === void 0) return void 0;
  const portrait = width !== void 0 && height !== void 0 && height > width;
  const [across, down] = portrait ? [height, width] : [width, height];
  const lines = Math.max(down ?? 0, Math.round((across ?? 0) * 9 / 16));
  return CLASSES.find(([least]) => lines >= TOLERANCE * least)?.[1] ?? "360p";
}

// src/usage/picture.ts
function pictureOf(video, source, player) {
  const level = player?.levels?.[player.currentLevel ?? -1];
  const ofScreen = classOf(video.videoWidth, video.videoHeight);
  if (!level) return { quality: ofScreen, kbps: void 0 };
  const { bitrate, width = 0, height } = level;
  return {
    quality: classOfRate(source, bitrate / 1e3) ?? classOf(width, height) ?? ofScreen,
    kbps: Math.round(bitrate / 1e3)
  };
}
function classOfRate({ variants = [] }, kbps) {
  const found = variants.find(({ bandwidth = 0 }) => Math.round(bandwidth / 1e3) === Math.round(kbps));
  return found?.quality === "auto" ? void 0 : found?.quality;
}
var classOf = (width, height) => qualityClassOf(width || void 0, height || void 0);
function followAddresses(player, onAddress) {
  const heard = (url) => url && onAddress(url);
  if (player.levels) player.on("hlsFragLoaded", (_event, { frag }) => heard(frag.url));
  else player.on("fragmentLoadingCompleted", ({ request }) => heard(request?.url));
}

// src/usage/session-id.ts
var newSessionId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// src/usage/viewing.ts
var FORMATS = { hls: "h", dash: "d" };
var CAN_PLAY = 3;
var startViewing = (options) => isMeasured(options) && !options.signal.aborted ? new Viewing(options) : void 0;
var Viewing = class {
  #options;
  #outbox;
  #sid = newSessionId();
  #sn = 0;
  /** Its viewer has wished to watch; until then the page has only prepared it. */
  #hasBegun;
  #state;
  #opened;
  #host;
  #picture = { quality: void 0, kbps: void 0 };
  #wishedAt;
  #hasPlayed = false;
  /** While a source loads, what the element reports is not the viewer's. */
  #isOpening = false;
  constructor(options) {
    const { video, client, request, begunAt, autoplay, clock, signal } = options;
    this.#options = options;
    this.#hasBegun = autoplay;
    this.#state = autoplay ? "s" : "d";
    this.#wishedAt = begunAt;
    const url = collectorUrl(client, request, options);
    this.#outbox = new Outbox({ url, clock, idleMs: idleMsOf(options), onLeave: () => this.#recordTime() });
    signal.addEventListener("abort", () => this.#end(), { once: true });
    const on = (event, listener) => video.addEventListener(event, listener, { signal });
    on("loadeddata", () => this.#loaded());
    on("play", () => this.#wished());
    on("playing", () => this.#played());
    on("waiting", () => this.#waited());
    on("pause", () => this.#paused());
    on("seeking", () => this.#hasPlayed && !this.#isOpening && this.#become("k"));
    on("seeked", () => this.#sought());
    on("ended", () => this.#become("e"));
    on("resize", () => this.#look());
    this.#count().catch(() => void 0);
  }
  /** Call it before a source loads. */
  opened({ source, player }) {
    const { video, begunAt } = this.#options;
    const former = this.#opened?.source.id;
    if (this.#state === "p" || this.#state === "k") this.#become("r");
    this.#isOpening = true;
    this.#opened = { source, player };
    this.#hear(source.url);
    this.#picture = { ...this.#picture, kbps: void 0 };
    if (former === void 0) this.#record("ps", { ts: begunAt });
    else if (former !== source.id) this.#record("c");
    if (player) {
      followAddresses(player, (url) => this.#hear(url));
      if (player.levels) player.on("hlsLevelSwitched", () => this.#look());
    }
    if (video.readyState >= CAN_PLAY && !video.paused) {
      this.#wished();
      this.#hasPlayed = true;
      this.#played();
    }
  }
  /** Call it for a source that has failed; without one, when the title has. */
  failed(source, reason = "") {
    if (source) this.#record("e", { cid: source.id, ec: errorCodeOf(reason) });
    else this.#become("f");
  }
  #loaded() {
    if (!this.#hasPlayed && this.#options.video.paused) this.#become("d");
  }
  #wished() {
    if (this.#hasPlayed || this.#state !== "d") return;
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      this.#sid = newSessionId();
      this.#sn = 0;
    }
    this.#wishedAt = this.#options.clock.now();
    this.#become("s");
  }
  #played() {
    this.#isOpening = false;
    const msd = this.#hasPlayed ? void 0 : this.#options.clock.now() - this.#wishedAt;
    this.#hasPlayed = true;
    this.#look();
    this.#become("p", { msd });
  }
  #waited() {
    const { paused, seeking } = this.#options.video;
    if ((this.#state === "p" || this.#state === "a") && !paused && !seeking) this.#become("r");
  }
  #paused() {
    const { ended, readyState } = this.#options.video;
    if (this.#hasPlayed && !this.#isOpening && !ended && readyState > 0) this.#become("a");
  }
  #sought() {
    const { paused, readyState } = this.#options.video;
    if (this.#state !== "k") return;
    if (paused) this.#become("a");
    else if (readyState >= CAN_PLAY) this.#become("p");
  }
  /** Another rung, or a file of another size, is a change of quality; the first one is none. */
  #look() {
    if (!this.#opened) return;
    const before = this.#picture;
    const after = pictureOf(this.#options.video, this.#opened.source, this.#opened.player);
    if (after.quality === void 0) return;
    this.#picture = after;
    const isOtherRate = before.kbps !== void 0 && before.kbps !== after.kbps;
    if (before.quality !== void 0 && (before.quality !== after.quality || isOtherRate)) this.#record("bc");
  }
  #hear(url) {
    this.#host = URL.canParse(url) ? new URL(url).host : void 0;
  }
  #become(state, more = {}) {
    if (state === this.#state) return;
    this.#state = state;
    this.#record("ps", more);
    if (state === "e" || state === "f") this.#outbox.send();
  }
  async #count() {
    const { clock, signal } = this.#options;
    for (; ; ) {
      await clock.sleep(intervalOf(this.#options) * 1e3, signal);
      this.#recordTime();
    }
  }
  #recordTime() {
    if (/[prk]/.test(this.#state)) this.#record("t");
  }
  #end() {
    if (!/[ef]/.test(this.#state)) this.#become("q");
    this.#outbox.close();
  }
  #record(e, more = {}) {
    if (!this.#opened) return;
    const { id, type } = this.#opened.source;
    const record = {
      e,
      ts: this.#options.clock.now(),
      sid: this.#sid,
      sn: this.#sn++,
      sta: this.#state,
      cid: id,
      sf: FORMATS[type] ?? "o",
      h: this.#host,
      br: this.#picture.kbps,
      [USAGE_KEYS.quality]: this.#picture.quality,
      ...more
    };
    this.#outbox.add({ text: textOf(record), ts: record.ts, sta: record.sta });
  }
};
export {
  Viewing,
  startViewing
};
