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

// src/quality/title-quality.ts
var title_quality_exports = {};
__export(title_quality_exports, {
  TitleQuality: () => TitleQuality
});
module.exports = __toCommonJS(title_quality_exports);

// ../contract/vocabulary.ts
var QUALITIES = ["2160p", "1440p", "1080p", "720p", "480p", "360p", "auto"];
var SOURCE_TYPES = ["hls", "dash", "mp4", "webm"];

// ../contract/prefer.ts
var MAX_PREFER_LENGTH = 200;
var PREFER_CHARACTERS = /^[A-Za-z0-9_.:, -]*$/;
var PreferenceError = class extends Error {
  name = "PreferenceError";
};
var VIDEO_CODECS = [
  /^av0?1/,
  /^vp0?9\.0?2/,
  /^vp0?9/,
  /^([hx]265|he?vc?)/,
  /^([hx]264|avc)/,
  /^vp0?8/,
  /^(mp4v|h263)/,
  /^theora/
];
var AUDIO_CODECS = [
  /^[af]lac/,
  /^(wav|aiff)/,
  /^opus/,
  /^(vorbis|ogg)/,
  /^aac/,
  /^mp?4a?/,
  /^mp3/,
  /^ac-?4/,
  /^e-?a?c-?3/,
  /^ac-?3/,
  /^dts/
];
var CODEC = /^\w[\w.-]{0,31}$/;
var LANGUAGE_TAG = /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i;
function parsePreference(text) {
  if (text.length > MAX_PREFER_LENGTH) throw new PreferenceError(`must have at most ${MAX_PREFER_LENGTH} characters`);
  const wishes = /* @__PURE__ */ new Map();
  const parts = text.trim() === "" ? [] : text.split(",").map((part) => part.trim());
  if (parts.length > 1 && parts.at(-1) === "") parts.pop();
  for (const part of parts) {
    const [name = "", limit, ...rest] = part.split(":");
    const field = name.toLowerCase();
    const wish = wishOf(field, limit, part, rest.length > 0);
    if (!wishes.has(field)) wishes.set(field, wish);
  }
  if (!PREFER_CHARACTERS.test(text)) throw new PreferenceError("must have plain characters only");
  return [...wishes.values()];
}
function wishOf(field, limit, part, hasMore) {
  const refuse = (rule) => {
    throw new PreferenceError(`${rule}, not ${JSON.stringify(part)}`);
  };
  if (hasMore) refuse("must have one value a field");
  switch (field) {
    case "res": {
      if (limit === void 0) return { field };
      const [, lines] = /^([1-9]\d{0,4})p?$/i.exec(limit) ?? refuse("must have a number of lines in res, such as res:720");
      return { field, limit: Number(lines) };
    }
    case "codec": {
      if (limit === void 0) return { field };
      const codec = limit.toLowerCase();
      return CODEC.test(codec) && videoRank(codec) > 0 ? { field, limit: codec } : refuse("must have a video codec in codec, such as codec:h264");
    }
    case "type": {
      if (limit === void 0) return { field };
      const type = limit.toLowerCase();
      const isKnown = SOURCE_TYPES.includes(type);
      return isKnown ? { field, limit: type } : refuse(`must have one of ${SOURCE_TYPES.join(", ")} in type`);
    }
    case "lang":
      return limit !== void 0 && LANGUAGE_TAG.test(limit) ? { field, limit } : refuse("must have a BCP 47 language tag in lang, such as lang:de");
    default:
      return refuse("must name only res, codec, type and lang");
  }
}
function comparePreferred(a, b, preference) {
  for (const wish of preference) {
    const [ofA, ofB] = [valuesOf(a, wish), valuesOf(b, wish)];
    for (const [index, value] of ofA.entries()) if (value !== ofB[index]) return ofB[index] - value;
  }
  return 0;
}
function valuesOf(source, wish) {
  switch (wish.field) {
    case "res":
      return [upTo(linesOf(source), wish.limit)];
    case "type":
      return [upTo(typeRank(source.type), wish.limit === void 0 ? void 0 : typeRank(wish.limit))];
    case "codec": {
      const { video, audio } = codecRanks(source.codecs);
      return [upTo(video, wish.limit === void 0 ? void 0 : videoRank(wish.limit)), audio];
    }
    default:
      return [];
  }
}
var upTo = (value, limit) => limit === void 0 || value <= limit ? value : -value;
function linesOf({ width, height, quality }) {
  const known = [width, height].filter((size) => size !== void 0);
  return known.length > 0 ? Math.min(...known) : Number.parseInt(quality, 10) || 0;
}
var typeRank = (type) => SOURCE_TYPES.length - (type === void 0 ? SOURCE_TYPES.length : SOURCE_TYPES.indexOf(type));
var UNKNOWN = 2;
var ABSENT = 1;
function rankIn(codecs, codec) {
  const place = codecs.findIndex((pattern) => pattern.test(codec));
  return place < 0 ? 0 : UNKNOWN + codecs.length - place;
}
var videoRank = (codec) => rankIn(VIDEO_CODECS, codec);
function codecRanks(codecs) {
  let [video, audio] = [0, 0];
  let hasUnknown = false;
  for (const codec of (codecs ?? "").toLowerCase().split(",")) {
    const [asVideo, asAudio] = [videoRank(codec.trim()), rankIn(AUDIO_CODECS, codec.trim())];
    if (asVideo > 0) video = Math.max(video, asVideo);
    else if (asAudio > 0) audio = Math.max(audio, asAudio);
    else hasUnknown ||= codec.trim() !== "";
  }
  return { video: video || (hasUnknown ? UNKNOWN : ABSENT), audio: audio || ABSENT };
}

// ../contract/rank.ts
function rankBy(sources, { prefer = [], maxBandwidth = Number.POSITIVE_INFINITY }, otherwise) {
  const judged = sources.map((source) => ({
    source,
    excess: excessOver(maxBandwidth, source),
    wished: preferred(source, prefer)
  }));
  return judged.sort(
    (a, b) => is("down", a.source) - is("down", b.source) || a.excess - b.excess || comparePreferred(a.wished, b.wished, prefer) || otherwise(a.source, b.source)
  ).map(({ source }) => source);
}
function preferred(source, prefer) {
  const renditions = source.variants?.map((variant) => ({ ...variant, type: source.type })) ?? [];
  const [best = source] = renditions.sort((a, b) => comparePreferred(a, b, prefer) || compare(a, b));
  return best;
}
var USUAL_BANDWIDTH = {
  "2160p": 16e6,
  "1440p": 9e6,
  "1080p": 5e6,
  "720p": 25e5,
  "480p": 12e5,
  "360p": 8e5
};
function bandwidthOf(source) {
  const needs = (source.variants ?? [source]).map(
    ({ bandwidth, quality }) => bandwidth ?? USUAL_BANDWIDTH[quality] ?? 0
  );
  return Math.min(...needs);
}
var excessOver = (maxBandwidth, source) => Math.max(0, bandwidthOf(source) - maxBandwidth);
function compare(a, b) {
  return is("down", a) - is("down", b) || QUALITIES.indexOf(a.quality) - QUALITIES.indexOf(b.quality) || is("slow", a) - is("slow", b) || (b.height ?? 0) - (a.height ?? 0) || (b.bandwidth ?? 0) - (a.bandwidth ?? 0);
}
var is = (health, ranked) => ranked.health === health ? 1 : 0;

// src/quality/bandwidth-memory.ts
var NAME = "bandwidth";
var HALF_LIFE_MS = 864e5;
var MAX_WEIGHT = 6;
var MIN_SAMPLE_WEIGHT = 0.5;
var MIN_WEIGHT = 0.02;
var MIN_BITS = 16e3 * 8;
var MAX_RATE = 1e9;
var BandwidthMemory = class {
  #memory;
  #now;
  constructor(memory, now) {
    this.#memory = memory;
    this.#now = now;
  }
  /** Bits per second; undefined where nothing is known. */
  get estimate() {
    const { rate, weight } = this.#remembered();
    return weight >= MIN_WEIGHT ? rate : void 0;
  }
  add({ bits, ms }) {
    const rate = bits * 1e3 / ms;
    if (!(bits >= MIN_BITS && ms > 0 && rate <= MAX_RATE)) return;
    const before = this.#remembered();
    const seconds = Math.min(MAX_WEIGHT, Math.max(MIN_SAMPLE_WEIGHT, ms / 1e3));
    const kept = Math.min(before.weight, MAX_WEIGHT - seconds);
    const weight = kept + seconds;
    const next = { rate: (before.rate * kept + rate * seconds) / weight, weight, at: this.#now() };
    this.#memory.write(NAME, { ...this.#all(), [connectionType()]: next });
  }
  #remembered() {
    const now = this.#now();
    const { rate, weight, at } = this.#all()[connectionType()] ?? {};
    const isKnown = [rate, weight, at].every(Number.isFinite) && rate > 0 && weight > 0;
    if (!isKnown) return { rate: 0, weight: 0, at: now };
    return { rate, weight: weight * 0.5 ** (Math.max(0, now - at) / HALF_LIFE_MS), at: now };
  }
  #all() {
    const all = this.#memory.read(NAME);
    return typeof all === "object" && all !== null ? all : {};
  }
};
var connection = () => globalThis.navigator?.connection;
var connectionType = () => connection()?.type ?? "unknown";

// src/quality/loads.ts
function followLoads(player, onSample) {
  if ("levels" in player) {
    player.on("hlsFragLoaded", (_event, { frag, part }) => {
      const { url, stats } = part ?? frag;
      const { start, end } = stats.loading;
      if (!isFromCache(url)) onSample({ bits: stats.loaded * 8, ms: end - start });
    });
    return;
  }
  player.on("fragmentLoadingCompleted", (event) => {
    const { url, bytesLoaded, startDate, endDate } = event.request ?? {};
    if (bytesLoaded && startDate && endDate && !isFromCache(url)) {
      onSample({ bits: bytesLoaded * 8, ms: endDate.getTime() - startDate.getTime() });
    }
  });
}
function followSound(hls, onChange) {
  let first;
  hls.on("hlsAudioTrackSwitching", (_event, { lang = "" }) => {
    if (first !== void 0 && lang !== "" && lang !== first) onChange(lang);
    first = lang;
  });
}
function isFromCache(url) {
  if (url === void 0) return false;
  const entries2 = globalThis.performance?.getEntriesByName?.(url, "resource");
  const last = entries2?.at(-1);
  return last !== void 0 && last.transferSize === 0 && last.encodedBodySize > 0;
}

// src/quality/file-watch.ts
var LOOK_MS = 250;
var ENOUGH_AHEAD_S = 15;
var WINDOW_MS = 2e3;
var LONG_STALL_MS = 1500;
var STALL_MS = 300;
var NETWORK_LOADING = 2;
async function watchFile(watch, signal) {
  const { video, url, bandwidth, clock, onSample, onStall } = watch;
  let looked = clock.now();
  let end = bufferedEnd(video);
  let grown = 0;
  let since = looked;
  let measured;
  let hasPlayed = false;
  let stalledSince;
  let counted = 0;
  for (; ; ) {
    await clock.sleep(LOOK_MS, signal);
    const now = clock.now();
    const { currentTime, paused, seeking, ended, readyState, duration, networkState } = video;
    const newEnd = bufferedEnd(video);
    const growth = newEnd - end;
    end = newEnd;
    const isComplete = newEnd >= duration - 0.5;
    const isLoading = networkState === NETWORK_LOADING && !isComplete && newEnd - currentTime <= ENOUGH_AHEAD_S;
    if (growth < 0 || seeking || now - looked > 4 * LOOK_MS || !isLoading) {
      [grown, since, measured] = [0, now, void 0];
    } else grown += growth;
    looked = now;
    const isWindow = now - since >= WINDOW_MS;
    if (isWindow) measured = grown * bandwidth * 1e3 / (now - since);
    hasPlayed ||= readyState >= 3 && currentTime > 0;
    const isStalled = hasPlayed && readyState < 3 && !paused && !seeking && !ended;
    if (!isStalled) {
      stalledSince = void 0;
      counted = 0;
    } else {
      stalledSince ??= now;
      const isTooMuch = measured !== void 0 && measured < bandwidth;
      const stalls = now - stalledSince < STALL_MS ? 0 : isTooMuch || now - stalledSince >= LONG_STALL_MS ? 2 : 1;
      for (; counted < stalls; counted += 1) onStall(measured);
      if (signal.aborted) return;
    }
    if (isWindow) {
      if (!isFromCache(url)) onSample({ bits: grown * bandwidth, ms: now - since });
      [grown, since] = [0, now];
    }
  }
}
function bufferedEnd({ buffered, currentTime }) {
  for (let index = 0; index < buffered.length; index += 1) {
    if (buffered.start(index) <= currentTime + 0.1 && currentTime <= buffered.end(index)) return buffered.end(index);
  }
  return currentTime;
}

// src/quality/hints.ts
var UNKNOWN_LINE = 5e5;
var PENALTY_MS = 1e4;
function hintsFor(options, { bandwidth, limit, language }) {
  const { hlsConfig, dashConfig } = options;
  const start = Math.round(Math.min(bandwidth ?? UNKNOWN_LINE, limit ?? Number.POSITIVE_INFINITY));
  const hls = {
    // It would load a fragment of the lowest rung only to measure the line, which on a slow one takes seconds.
    testBandwidth: false,
    // Without it, it would take the needs of the first rung that is listed, which may be the best.
    abrEwmaDefaultEstimate: start,
    // Without it, hls.js leaves such a level out for good.
    errorPenaltyExpireMs: PENALTY_MS,
    ...language && { audioPreference: { lang: language } }
  };
  const dash = { streaming: { abr: { initialBitrate: { video: Math.round(start / 1e3) } } } };
  return {
    ...options,
    hlsConfig: { ...hls, ...hlsConfig },
    dashConfig: { ...dashConfig, settings: merged(dash, dashConfig?.settings) }
  };
}
function beginLow(hls) {
  hls.on("hlsManifestParsed", () => {
    hls.firstLevel = 0;
  });
}
function merged(base, over) {
  const result = { ...base };
  for (const [name, value] of Object.entries(over ?? {})) {
    const before = result[name];
    result[name] = isPart(before) && isPart(value) ? merged(before, value) : value;
  }
  return result;
}
var isPart = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// src/quality/limits.ts
function limitHls(hls, limits) {
  const cap = (within) => {
    const best = bestWithin(hls.levels, within);
    hls.autoLevelCapping = best ? hls.levels.indexOf(best) : -1;
  };
  hls.on("hlsManifestParsed", () => {
    if (isAny(limits())) cap(limits());
  });
  return {
    rungs: () => hls.levels,
    apply: (within) => {
      cap(within);
      hls.nextLevel = -1;
    }
  };
}
function limitDash(dash, limits) {
  let rungs = [];
  const cap = (best) => {
    const video = best ? Math.ceil(best.bitrate / 1e3) : -1;
    dash.updateSettings({ streaming: { abr: { maxBitrate: { video } } } });
  };
  dash.on("manifestLoaded", (event) => {
    rungs = rungsIn(event);
    if (isAny(limits())) cap(bestWithin(rungs, limits()));
  });
  return {
    rungs: () => rungs,
    apply: (within) => {
      const best = bestWithin(rungs, within);
      cap(best);
      const { bandwidth = 0 } = dash.getCurrentRepresentationForType("video") ?? {};
      if (best && bandwidth > best.bitrate) dash.setRepresentationForTypeById("video", best.id, true);
    }
  };
}
var isAny = ({ lines, limit }) => lines !== void 0 || limit !== void 0;
function bestWithin(rungs, limits) {
  if (!isAny(limits)) return void 0;
  const { lines = Number.POSITIVE_INFINITY, limit = Number.POSITIVE_INFINITY } = limits;
  const rising = rungs.toSorted((a, b) => a.bitrate - b.bitrate);
  return rising.findLast((rung) => linesOf2(rung) <= lines && rung.bitrate <= limit) ?? rising[0];
}
var linesOf2 = ({ width, height }) => Math.min(width || height || 0, height || width || 0);
function namedLines({ width = 0, height = 0 }) {
  return Math.max(linesOf2({ width, height }), Math.round(Math.max(width, height) * 9 / 16));
}
function rungsIn({ data }) {
  const all = (data?.Period ?? []).flatMap(
    ({ AdaptationSet = [] }) => AdaptationSet.flatMap(({ Representation = [] }) => Representation)
  );
  return all.filter(({ height }) => height !== void 0).map(({ id, width, height, bandwidth = 0 }) => ({ id, width, height, bitrate: bandwidth }));
}

// src/quality/rising-line.ts
var LOADS = 3;
var RISE = 2;
var RisingLine = class {
  #hls;
  #rates = [];
  constructor(hls) {
    this.#hls = hls;
  }
  add({ bits, ms }) {
    if (bits < MIN_BITS || !(ms > 0)) return;
    this.#rates = [...this.#rates, bits * 1e3 / ms].slice(-LOADS);
    const least = Math.min(...this.#rates);
    const { bandwidthEstimate = least } = this.#hls;
    if (this.#rates.length < LOADS || least < RISE * bandwidthEstimate) return;
    this.#hls.bandwidthEstimate = least;
    this.#rates = [];
  }
};

// src/quality/shows.ts
var NAME2 = "shows";
var MAX_SHOWS = 30;
function chosenFor(memory, tmdbId) {
  return entries(memory).find((entry) => entry.tmdbId === tmdbId) ?? {};
}
function rememberFor(memory, tmdbId, change) {
  const others = entries(memory).filter((entry2) => entry2.tmdbId !== tmdbId);
  const entry = { ...chosenFor(memory, tmdbId), ...change, tmdbId };
  memory.write(NAME2, [entry, ...others].slice(0, MAX_SHOWS));
}
function entries(memory) {
  const all = memory.read(NAME2);
  return Array.isArray(all) ? all.filter((entry) => typeof entry?.tmdbId === "string") : [];
}

// src/quality/source-order.ts
var SAFE_PART = 0.7;
function ordered(playable, { wish, chosen, bandwidth, limit }) {
  const maxBandwidth = Math.min(limit ?? Number.POSITIVE_INFINITY, (bandwidth ?? Number.POSITIVE_INFINITY) * SAFE_PART);
  const isOther = ({ source }) => Number(chosen.provider !== void 0 && source.provider !== chosen.provider);
  const isDown = ({ source }) => Number(source.health === "down");
  const isRough = ({ isSmooth }) => Number(isSmooth === false);
  const sources = playable.map((each, place) => ({
    ...each.source,
    // An adaptive player chooses what the line carries by itself.
    variants: each.source.variants?.map((variant) => ({ ...variant, bandwidth: 0 })),
    each,
    place
  }));
  return rankBy(sources, { prefer: wish, maxBandwidth }, (a, b) => a.place - b.place).map(({ each }) => each).sort((a, b) => isDown(a) - isDown(b) || isRough(a) - isRough(b) || isOther(a) - isOther(b));
}
function wishOf2(prefer, { lines }) {
  const own = lines === void 0 ? [] : [{ field: "res", limit: lines }];
  try {
    const wish = prefer === "" ? [] : parsePreference(prefer);
    return [...own, ...wish.filter(({ field }) => field !== "res" || own.length === 0)];
  } catch (error) {
    if (error instanceof PreferenceError) return own;
    throw error;
  }
}
function languageOf(wish) {
  const lang = wish.find(({ field }) => field === "lang");
  return lang?.field === "lang" ? lang.limit : void 0;
}
function linesOf3(wish) {
  const res = wish.find(({ field }) => field === "res");
  return res?.field === "res" ? res.limit : void 0;
}

// src/quality/step-limit.ts
var STALLS = 2;
var STALL_WINDOW_MS = 6e4;
var STEPS = 4;
var STEP_WINDOW_MS = 36e5;
var StepLimit = class {
  #stalls = [];
  #steps = [];
  /** @returns whether to step down now */
  stalled(now) {
    this.#stalls = [...this.#stalls.filter((at) => now - at < STALL_WINDOW_MS), now];
    this.#steps = this.#steps.filter((at) => now - at < STEP_WINDOW_MS);
    return this.#stalls.length >= STALLS && this.#steps.length < STEPS;
  }
  stepped(now) {
    this.#stalls = [];
    this.#steps.push(now);
  }
};

// src/quality/words.ts
function reasonFor(source, { lines, limit, bandwidth, hasStalled }) {
  const isAdaptive = source.variants !== void 0 || source.type === "hls" || source.type === "dash";
  const line = bandwidth === void 0 ? "" : `this connection (${megabits(bandwidth)})`;
  const words = [];
  if (lines !== void 0) words.push(`up to ${lines}p, as you chose`);
  if (limit !== void 0) words.push(`at most ${megabits(limit)}, to save data`);
  if (isAdaptive) words.push(line ? `adapts to ${line}` : "adapts to the connection");
  else if (hasStalled) words.push("smaller, because the picture stopped");
  else if (line) {
    words.push(bandwidthOf(source) <= (bandwidth ?? 0) ? `fits ${line}` : `needs more than ${line}, as all do`);
  } else
    words.push(lines === void 0 ? "for a connection that is not known yet" : "the best that this browser plays");
  return words.join("; ");
}
var megabits = (bitsPerSecond) => `${(bitsPerSecond / 1e6).toFixed(1)} Mbit/s`;

// src/quality/title-quality.ts
var DATA_SAVER = 15e5;
var UNKNOWN_LINE2 = 4e6;
var TitleQuality = class {
  #options;
  #bandwidth;
  #steps = new StepLimit();
  #playable = [];
  /** The player of a stream; undefined where a file plays, or the browser plays by itself. */
  #limited;
  /** What arrived when a file stalled last. */
  #arriving;
  /** Whether the viewer has chosen the source itself, which a wish does not replace. */
  #isChosen = false;
  /** What is applied of the wish. */
  #applied;
  #languages;
  constructor(options) {
    this.#options = options;
    this.#bandwidth = new BandwidthMemory(options.client.memory, () => options.clock.now());
    this.#applied = this.#wishKey();
    this.#languages = this.#preference().subtitleLanguages.join();
    if (options.signal.aborted) return;
    const unsubscribe = options.client.preference.subscribe(() => {
      if (this.#wishKey() !== this.#applied) this.#apply();
      const languages = this.#preference().subtitleLanguages.join();
      if (languages === this.#languages) return;
      this.#languages = languages;
      options.onLanguages();
    });
    options.signal.addEventListener("abort", unsubscribe, { once: true });
  }
  get bandwidth() {
    const { downlink, effectiveType } = connection() ?? {};
    const isSlow = downlink !== void 0 && effectiveType !== void 0 && effectiveType !== "4g";
    return this.#bandwidth.estimate ?? (isSlow ? downlink * 1e6 : void 0);
  }
  get choices() {
    const sources = this.#playable.map(({ source }) => source);
    const all = sources.flatMap((source) => (source.variants ?? [source]).map(linesIn));
    const known = this.#limited?.rungs().map(namedLines) ?? [];
    return [...new Set([...all, ...known].filter((lines) => lines > 0))].sort((a, b) => b - a);
  }
  get chosen() {
    return linesOf3(this.#wish());
  }
  get why() {
    const source = this.#options.playing();
    const { bandwidth } = this;
    return source ? reasonFor(source, { ...this.#limits(), bandwidth, hasStalled: this.#arriving !== void 0 }) : "";
  }
  /** The sources that play, as this viewer wants them on this line. */
  order(playable) {
    this.#playable = playable;
    const chosen = this.#chosen();
    const wish = this.#wish();
    const isOpen = wish.some(({ field }) => field === "res");
    const bandwidth = this.#files() ?? (isOpen ? void 0 : UNKNOWN_LINE2);
    return ordered(playable, { wish, chosen, bandwidth, limit: this.#limit() });
  }
  /** The page's settings of the players, with where to begin where these do not say it. */
  configured(options) {
    const { estimate: bandwidth } = this.#bandwidth;
    return hintsFor(options, { bandwidth, limit: this.#limit(), language: this.#language() });
  }
  /** Follows a source until another takes over. */
  watch({ player, video, source, signal }) {
    const hls = player && "levels" in player ? player : void 0;
    const dash = player && "updateSettings" in player ? player : void 0;
    const rising = hls && new RisingLine(hls);
    const onSample = (sample) => {
      this.#bandwidth.add(sample);
      rising?.add(sample);
    };
    const limits = () => this.#limits();
    if (player) followLoads(player, onSample);
    if (hls) beginLow(hls);
    if (hls) followSound(hls, (audio) => this.#remember({ audio }));
    const lang = this.#language();
    if (lang) dash?.setInitialMediaSettingsFor("audio", { lang });
    this.#limited = hls ? limitHls(hls, limits) : dash && limitDash(dash, limits);
    if (player || source.type === "hls" || source.type === "dash") return;
    const { clock } = this.#options;
    const onStall = (arriving) => this.#stalled(source, arriving);
    const file = { video, url: source.url, bandwidth: bandwidthOf(source), clock, onSample, onStall };
    watchFile(file, signal).catch(() => void 0);
  }
  choose(lines) {
    const { client, tmdbId, preference: own } = this.#options;
    const { preference } = client;
    rememberFor(client.memory, tmdbId, { lines: own?.prefer === void 0 ? void 0 : lines });
    const others = preference.read().prefer.split(",").filter((part) => part !== "" && !/^\s*res(:|$)/i.test(part));
    this.#arriving = void 0;
    this.#isChosen = false;
    this.#applied = "";
    preference.write({ prefer: [...lines === void 0 ? [] : [`res:${lines}`], ...others].join(",") });
  }
  /** A source that the viewer has chosen: the next episode begins with its like. */
  chose({ provider, type, quality, width, height }) {
    const lines = type === "mp4" || type === "webm" ? linesIn({ quality, width, height }) || void 0 : void 0;
    this.#isChosen = true;
    this.#remember({ provider, lines });
    this.#applied = this.#wishKey();
  }
  choseSubtitle(subtitle) {
    this.#remember({ subtitles: subtitle?.language ?? null });
  }
  /** The subtitle to begin with; undefined for none. */
  subtitleOf(subtitles) {
    const { subtitles: own } = this.#chosen();
    const wanted = own === void 0 ? this.#preference().subtitleLanguages : own === null ? [] : [own];
    const base = (tag) => tag.split("-")[0]?.toLowerCase();
    for (const tag of wanted) {
      const same = subtitles.filter(({ language }) => base(language) === base(tag));
      const found = same.find(({ language }) => language.toLowerCase() === tag.toLowerCase()) ?? same[0];
      if (found) return found;
    }
    return void 0;
  }
  #apply() {
    this.#applied = this.#wishKey();
    this.#limited?.apply(this.#limits());
    if (this.#limited || this.#isChosen) return;
    const playing = this.#options.playing();
    const best = this.#untried()[0];
    if (playing && best && best.source.url !== playing.url) this.#options.open(best);
  }
  #untried() {
    const failed = new Set(this.#options.tried().map(({ source }) => source.url));
    return this.order(this.#playable).filter(({ source }) => !failed.has(source.url));
  }
  #stalled(source, arriving) {
    const now = this.#options.clock.now();
    if (!this.#steps.stalled(now)) return;
    const needs = bandwidthOf(source);
    this.#arriving = Math.min(arriving ?? Number.POSITIVE_INFINITY, needs);
    const smaller = this.#untried().find((each) => bandwidthOf(each.source) < needs);
    if (!smaller) return;
    this.#steps.stepped(now);
    this.#options.open(smaller);
  }
  /** The bandwidth to choose files by. */
  #files() {
    return this.#arriving === void 0 ? this.bandwidth : Math.min(this.#arriving, this.bandwidth ?? this.#arriving);
  }
  #limits() {
    return { lines: this.chosen, limit: this.#limit() };
  }
  #limit() {
    return this.#preference().dataSaver || connection()?.saveData ? DATA_SAVER : void 0;
  }
  #preference() {
    return { ...this.#options.client.preference.read(), ...this.#options.preference };
  }
  #chosen() {
    return chosenFor(this.#options.client.memory, this.#options.tmdbId);
  }
  #wish() {
    return wishOf2(this.#preference().prefer, this.#chosen());
  }
  #language() {
    return this.#chosen().audio ?? languageOf(this.#wish());
  }
  #wishKey() {
    return JSON.stringify([this.#wish(), this.#limit()]);
  }
  #remember(change) {
    rememberFor(this.#options.client.memory, this.#options.tmdbId, change);
  }
};
function linesIn(variant) {
  return namedLines(variant) || Number.parseInt(variant.quality, 10) || 0;
}
