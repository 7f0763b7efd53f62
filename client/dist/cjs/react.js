"use client";
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

// src/react/index.ts
var react_exports = {};
__export(react_exports, {
  usePreference: () => usePreference,
  useStream: () => useStream,
  useStreamExtraction: () => useStreamExtraction
});
module.exports = __toCommonJS(react_exports);

// src/react/use-preference.ts
var import_react = require("react");

// src/react/page-client.ts
var import__ = require("./index.js");
var shared;
function pageClient() {
  shared ??= (0, import__.createStreamClient)();
  return shared;
}

// src/react/use-preference.ts
var NOTHING = { prefer: "", subtitleLanguages: [], dataSaver: false };
var onServer = () => NOTHING;
function usePreference(options = {}) {
  const [{ preference }] = (0, import_react.useState)(() => options.client ?? pageClient());
  const subscribe = (0, import_react.useCallback)((listener) => preference.subscribe(listener), [preference]);
  const wish = (0, import_react.useSyncExternalStore)(subscribe, () => preference.read(), onServer);
  return { ...wish, write: preference.write, clear: preference.clear };
}

// src/react/use-stream.ts
var import_react3 = require("react");

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

// src/expiry.ts
var REFRESH_LEAD_MS = 3e4;
var CHECK_INTERVAL_MS = 1e4;
function earliest({ sources, subtitles }, momentOf) {
  return Math.min(...[...sources, ...subtitles].map((link) => momentOf(link) ?? Number.POSITIVE_INFINITY));
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

// src/react/use-next-source.ts
var import_react2 = require("react");
function useNextSource(title, data) {
  const [passed, setPassed] = (0, import_react2.useState)({ title, tried: [] });
  const tried = passed.title === title ? passed.tried : [];
  const source = data?.sources.find(({ id }) => !tried.some((each) => each.source.id === id));
  const next = (0, import_react2.useCallback)(
    (reason = "passed over") => {
      if (!source) return;
      setPassed((before) => {
        const earlier = before.title === title ? before.tried : [];
        if (earlier.some((each) => each.source.id === source.id)) return before;
        return { title, tried: [...earlier, { source, reason }] };
      });
    },
    [title, source]
  );
  return { source, next, tried };
}

// src/react/use-stream.ts
function useStream(request, options = {}) {
  const [client] = (0, import_react3.useState)(() => options.client ?? pageClient());
  const [clock] = (0, import_react3.useState)(() => options.clock ?? systemClock);
  const title = request ? valuesOf(request) : void 0;
  const [shown, setShown] = (0, import_react3.useState)({});
  const reload = (0, import_react3.useRef)(void 0);
  (0, import_react3.useEffect)(() => {
    if (title === void 0) return;
    const wanted = JSON.parse(title);
    const page = globalThis.document;
    const leaving = new AbortController();
    const backOff = createRefreshBackOff(clock);
    let current2 = new AbortController();
    let isLoading = false;
    let watched;
    const load = async (again) => {
      current2.abort();
      current2 = new AbortController();
      const { signal } = current2;
      const show = (change) => {
        if (!signal.aborted) setShown((before) => merge(before, change, title));
      };
      const showData = (data2) => {
        if (!signal.aborted) watched = data2;
        show({ data: data2, error: void 0, loading: false, progress: void 0 });
      };
      isLoading = true;
      if (again) show({ loading: true });
      client.watch(wanted, { onProgress: (progress2) => show({ progress: progress2 }), signal });
      let failure;
      try {
        showData(await client.getStream(wanted, { signal, reload: again, onRefresh: showData }));
      } catch (error2) {
        failure = error2;
        show({ error: failure, loading: false, progress: void 0 });
      }
      if (signal.aborted) return;
      isLoading = false;
      if (failure) backOff.begin(title, failure.retryAfter);
      if (failure?.retryable === false) watched = void 0;
    };
    const check = () => {
      const isDue = watched !== void 0 && earliest(watched, client.expiresIn) < REFRESH_LEAD_MS;
      if (!isDue || isLoading || backOff.isActive(title)) return;
      backOff.begin(title, void 0);
      void load(false);
    };
    reload.current = () => load(true);
    void load(false);
    void repeat(check, CHECK_INTERVAL_MS, clock, leaving.signal);
    page?.addEventListener("visibilitychange", check);
    return () => {
      reload.current = void 0;
      page?.removeEventListener("visibilitychange", check);
      leaving.abort();
      current2.abort();
    };
  }, [client, clock, title]);
  const refetch = (0, import_react3.useCallback)(async () => reload.current?.(), []);
  const current = shown.title === title ? shown : { loading: title !== void 0 };
  const { data, error, loading = false } = current;
  const progress = loading ? current.progress : void 0;
  return { data, error, loading, progress, refetch, ...useNextSource(title, data) };
}
async function repeat(check, ms, clock, signal) {
  while (!signal.aborted) {
    await clock.sleep(ms, signal).catch(() => void 0);
    if (!signal.aborted) check();
  }
}
var valuesOf = ({ tmdbId, mediaType, season, episode }) => JSON.stringify({ tmdbId, mediaType, season, episode });
function merge(before, change, title) {
  const known = before.title === title ? before : { loading: true };
  const merged = { ...known, ...change, title };
  const isEqual = known.data && JSON.stringify(known.data) === JSON.stringify(merged.data);
  return isEqual ? { ...merged, data: known.data } : merged;
}

// src/react/use-stream-extraction.ts
var import_react4 = require("react");
function useStreamExtraction(options = {}) {
  const [client] = (0, import_react4.useState)(() => options.client ?? pageClient());
  const [{ loading, error, data }, setShown] = (0, import_react4.useState)({ loading: false, error: null, data: null });
  const latest = (0, import_react4.useRef)(void 0);
  const extract = (0, import_react4.useCallback)(
    async (tmdbId, mediaType, season, episode) => {
      latest.current?.abort();
      latest.current = new AbortController();
      const { signal } = latest.current;
      const title = JSON.stringify([String(tmdbId), mediaType, season, episode]);
      const show = (change) => {
        if (!signal.aborted) setShown((shown) => ({ ...shown, loading: false, error: null, ...change }));
      };
      setShown((shown) => ({ title, loading: true, error: null, data: shown.title === title ? shown.data : null }));
      try {
        const onRefresh = (newer) => show({ data: newer });
        const found = await client.getStream({ tmdbId, mediaType, season, episode }, { signal, onRefresh });
        show({ data: found });
        return found;
      } catch (failure) {
        show({ error: failure?.message ?? String(failure) });
        return void 0;
      }
    },
    [client]
  );
  return { extract, loading, error, data };
}
