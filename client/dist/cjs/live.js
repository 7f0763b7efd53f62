"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
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
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// src/live/live.ts
var live_exports = {};
__export(live_exports, {
  Live: () => Live
});
module.exports = __toCommonJS(live_exports);

// ../contract/bounds.ts
var MAX_WATCHED_TITLES = 10;

// src/fetch/request.ts
function queryOf({ tmdbId, mediaType, season, episode }) {
  const query = new URLSearchParams({ tmdbId: String(tmdbId), mediaType });
  if (mediaType === "tv") {
    if (season != null) query.set("season", String(season));
    if (episode != null) query.set("episode", String(episode));
  }
  return query.toString();
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

// src/live/events.ts
var SPREAD_MS = 500;
function received(data) {
  try {
    const event = JSON.parse(String(data));
    if (event.type === "bye") return { byeAfter: Number(event.after) || 0 };
    return isKnown(event) ? { query: queryOf(event.title), event } : void 0;
  } catch {
    return void 0;
  }
}
function isKnown(event) {
  if (event.type !== "progress") return ["ready", "failed", "changed"].includes(event.type);
  return typeof event.seq === "number" && Array.isArray(event.steps);
}
function titleOf({ tmdbId, mediaType, season, episode }) {
  return mediaType === "tv" ? { tmdbId: String(tmdbId), mediaType, season, episode } : { tmdbId: String(tmdbId), mediaType };
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

// src/live/live-socket.ts
var OPEN = 1;
var PING_MS = 9 * 6e4;
var LIFE_MS = 100 * 6e4;
var LIFE_SPREAD_MS = 15 * 6e4;
var CONNECT_TIMEOUT_MS = 1e4;
var FIRST_WINDOW_MS = 8e3;
var LONGEST_WINDOW_MS = 3e5;
var STEADY_MS = 6e4;
var LONGEST_BYE_S = 3600;
var LiveSocket = class {
  #options;
  #socket;
  /** Undefined while it is closed. */
  #ending;
  constructor(options) {
    this.#options = options;
  }
  get isOpen() {
    return this.#socket?.readyState === OPEN;
  }
  /** Opens it where it is closed. */
  open() {
    if (this.#ending || !("WebSocket" in globalThis)) return;
    this.#ending = new AbortController();
    this.#stay(this.#ending.signal).catch(() => void 0);
  }
  /** Closes it, and leaves no timer behind. */
  close() {
    this.#ending?.abort();
    this.#ending = void 0;
    this.#socket?.close();
    this.#socket = void 0;
  }
  /** Sends a message; nothing where no connection is open. */
  send(message) {
    if (this.isOpen) this.#socket?.send(JSON.stringify(message));
  }
  async #stay(ending) {
    const { clock, random, onOpen, onLost } = this.#options;
    let failures = 0;
    for (; ; ) {
      const begun = clock.now();
      const lost = await this.#connection(ending, onOpen).catch(() => ({ after: 0 }));
      ending.throwIfAborted();
      failures = clock.now() - begun < STEADY_MS ? failures + 1 : 0;
      if (lost === void 0) continue;
      if (!this.isOpen) onLost();
      const window = Math.min(FIRST_WINDOW_MS * 2 ** Math.max(0, failures - 1), LONGEST_WINDOW_MS);
      await clock.sleep(lost.after * 1e3 + random() * window, ending);
    }
  }
  /**
   * Connects, and waits for the end of the connection.
   *
   * @returns undefined when it is to be replaced, else how many seconds to stay away
   * @throws Error when there is no connection
   */
  async #connection(ending, onOpen) {
    const { clock, random, onMessage } = this.#options;
    let after = 0;
    const closed = new AbortController();
    const socket = await this.#connect(ending, closed);
    socket.addEventListener("message", ({ data }) => {
      const seconds = onMessage(data);
      if (seconds === void 0) return;
      after = Math.min(Math.max(0, seconds), LONGEST_BYE_S);
      socket.close();
      closed.abort();
    });
    this.#socket?.close();
    this.#socket = socket;
    onOpen();
    const until = clock.now() + LIFE_MS + random() * LIFE_SPREAD_MS;
    try {
      for (let left = until - clock.now(); left > 0; left = until - clock.now()) {
        await clock.sleep(Math.min(PING_MS, left), closed.signal);
        this.send({ action: "ping" });
      }
      return void 0;
    } catch {
      return { after };
    }
  }
  /** @param closed aborted at the end of the connection */
  #connect(ending, closed) {
    const { url, ticket, clock } = this.#options;
    const tooLate = () => new Error("no connection in time");
    return withTimeLimit(CONNECT_TIMEOUT_MS, clock, ending, tooLate, async (inTime) => {
      const address = new URL(url, globalThis.location?.href);
      address.protocol = address.protocol.replace("http", "ws");
      if (ticket) address.searchParams.set("ticket", await ticket());
      inTime.throwIfAborted();
      const socket = new WebSocket(address);
      const leave = () => {
        closed.abort();
        socket.close();
      };
      return new Promise((resolve, reject) => {
        inTime.addEventListener("abort", leave);
        socket.addEventListener("open", () => {
          inTime.removeEventListener("abort", leave);
          ending.addEventListener("abort", leave, { signal: closed.signal });
          resolve(socket);
        });
        socket.addEventListener("close", () => {
          closed.abort();
          reject(new Error("no connection"));
        });
      });
    });
  }
};

// src/live/live.ts
var WAIT_MS = 700;
var LONGEST_EXTRACTION_MS = 13e4;
var OVERTAKEN_MS = 5e3;
var SEEN_EVERYWHERE_MS = 6e3;
var Live = class {
  #clock;
  #random;
  #invalidate;
  #store;
  #socket;
  /** By the query of a request, in the order in which they began. */
  #titles = /* @__PURE__ */ new Map();
  /** Watches that need nothing but the next answer, and whose title may not be watched yet. */
  #awaiting = /* @__PURE__ */ new Map();
  /** By the query of a request. */
  #changed = /* @__PURE__ */ new Map();
  constructor({ liveUrl = "", liveTicket, clock, random, invalidate, store }) {
    this.#clock = clock;
    this.#random = random;
    this.#invalidate = invalidate;
    this.#store = store;
    this.#socket = new LiveSocket({
      url: liveUrl,
      ticket: liveTicket,
      clock,
      random,
      onOpen: () => {
        for (const title of this.#placed()) this.#send("watch", title);
      },
      onMessage: (data) => this.#receive(data),
      onLost: () => {
        for (const title of this.#titles.values()) wake(title);
      }
    });
  }
  /** @param begun when the watch began, in milliseconds since 1970 */
  watch(request, options, begun) {
    const { signal, onChange } = options;
    if (signal?.aborted) return;
    const watch = { ...options, ending: new AbortController() };
    const { ending } = watch;
    const query = queryOf(request);
    signal?.addEventListener("abort", () => this.#end(query, watch), { signal: ending.signal });
    if (!onChange) this.#awaiting.set(watch, query);
    this.#clock.sleep(Math.max(0, begun + WAIT_MS - this.#clock.now()), ending.signal).then(
      () => this.#begin(request, watch),
      () => void 0
    );
  }
  /**
   * A title has been answered, or has failed: the watches that need no more end.
   *
   * @param answer of the API, which it may have had in its cache
   */
  settle(query, answer) {
    for (const [watch, awaited] of [...this.#awaiting]) if (awaited === query) this.#end(query, watch);
    if (answer?.isHit) this.#doubt(query, sourcesOf(answer.data));
  }
  /**
   * What may still be the old answer of a title that has changed a moment ago is not kept, and `onChange` is called
   * once more when every container knows.
   */
  #doubt(query, sources) {
    const change = this.#changed.get(query);
    if (!change) return;
    const left = change.at + SEEN_EVERYWHERE_MS - this.#clock.now();
    if (left <= 0) this.#changed.delete(query);
    else if ((change.old ?? sources) === sources) {
      this.#invalidate(change.request);
      if (change.isAskedAgain) return;
      change.isAskedAgain = true;
      this.#clock.sleep(left + this.#random() * SPREAD_MS).then(() => this.#report(query, change));
    }
  }
  #report(query, { request, reason }) {
    this.#invalidate(request);
    for (const { onChange } of [...this.#titles.get(query)?.watches ?? []]) heard(() => onChange?.({ reason }));
  }
  /**
   * After a request that was too short for its title's extraction, waits for the end of it, as long as that will be
   * reported: one that has timed out, or that did not get its turn because another extracts the title (503).
   *
   * @returns whether to ask again
   * @throws the signal's reason when it is aborted
   */
  async outlast(query, failure, signal) {
    const title = this.#titles.get(query);
    if (!title || !this.#socket.isOpen || !this.#placed().includes(title)) return false;
    if (failure.status !== 504 && !(failure.status === 503 && title.progress)) return false;
    if (this.#clock.now() - title.endedAt < OVERTAKEN_MS) {
      title.endedAt = Number.NEGATIVE_INFINITY;
      return true;
    }
    const ended = new AbortController();
    const end2 = () => ended.abort();
    title.waiting.add(end2);
    signal.addEventListener("abort", end2, { signal: ended.signal });
    const isTooLong = await this.#clock.sleep(LONGEST_EXTRACTION_MS, ended.signal).then(
      () => true,
      () => false
    );
    title.waiting.delete(end2);
    end2();
    signal.throwIfAborted();
    return !isTooLong;
  }
  /** The titles that the connection watches; others come after them. */
  #placed() {
    return [...this.#titles.values()].slice(0, MAX_WATCHED_TITLES);
  }
  #begin(request, watch) {
    const query = queryOf(request);
    let title = this.#titles.get(query);
    if (!title) {
      title = newTitle(request);
      this.#titles.set(query, title);
      if (this.#placed().includes(title)) this.#send("watch", title);
    }
    title.watches.add(watch);
    this.#socket.open();
    const { progress } = title;
    if (progress) heard(() => watch.onProgress?.(progress));
  }
  #end(query, watch) {
    watch.ending.abort();
    this.#awaiting.delete(watch);
    const title = this.#titles.get(query);
    if (!title?.watches.delete(watch) || title.watches.size > 0) return;
    const before = this.#placed();
    this.#titles.delete(query);
    wake(title);
    if (this.#titles.size === 0) this.#socket.close();
    else if (before.includes(title)) {
      this.#send("unwatch", title);
      for (const next of this.#placed()) if (!before.includes(next)) this.#send("watch", next);
    }
  }
  #send(action, { request }) {
    this.#socket.send({ action, title: titleOf(request) });
  }
  /** @returns seconds to stay away, when the API asks for it */
  #receive(data) {
    const message = received(data);
    if (message === void 0) return void 0;
    if ("byeAfter" in message) return message.byeAfter;
    const title = this.#titles.get(message.query);
    if (title) this.#take(message.event, title);
    return void 0;
  }
  #take(event, title) {
    const watches = [...title.watches];
    if (event.type === "progress") {
      const { seq, steps } = event;
      if (steps.length === 0) end(title);
      if (steps.length === 0 || seq <= title.seq) return;
      title.seq = seq;
      title.progress = { seq, steps };
      for (const { onProgress } of watches) heard(() => onProgress?.({ seq, steps }));
    } else if (event.type === "changed") {
      const { request } = title;
      const query = queryOf(request);
      const stored = this.#store?.read(query)?.data;
      const old = stored && sourcesOf(stored);
      const change = { request, reason: event.reason, at: this.#clock.now(), old };
      this.#changed.set(query, change);
      this.#report(query, change);
      end(title);
    } else {
      title.endedAt = this.#clock.now();
      end(title);
    }
  }
};
var sourcesOf = ({ sources }) => JSON.stringify(sources);
var newTitle = (request) => ({
  request,
  watches: /* @__PURE__ */ new Set(),
  progress: void 0,
  seq: -1,
  endedAt: Number.NEGATIVE_INFINITY,
  waiting: /* @__PURE__ */ new Set()
});
function end(title) {
  title.progress = void 0;
  wake(title);
}
function wake({ waiting }) {
  for (const end2 of [...waiting]) end2();
}
