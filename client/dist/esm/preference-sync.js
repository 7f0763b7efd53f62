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

// src/preference/preference-sync.ts
var READ_INTERVAL_MS = 6e4;
var WRITE_DELAY_MS = 500;
var TIMEOUT_MS = 1e4;
function syncPreference(preference, options) {
  const { clock } = options;
  let lastRead = Number.NEGATIVE_INFINITY;
  let isReadPlanned = false;
  let isWritePlanned = false;
  let queue = Promise.resolve();
  const enqueue = (work) => {
    const { signal } = new AbortController();
    const tooLate = () => new Error("Too late");
    queue = queue.then(() => withTimeLimit(TIMEOUT_MS, clock, signal, tooLate, work)).catch(() => void 0);
  };
  async function send(signal) {
    const sent = preference.read();
    const isEmpty = isNoWish(sent);
    const response = await ask(options, signal, isEmpty ? "DELETE" : "PUT", isEmpty ? void 0 : sent);
    if ((response?.ok || response?.status === 400) && sent === preference.read()) preference.keep(sent, false);
  }
  async function read(signal) {
    lastRead = clock.now();
    if (preference.isUnsent()) return send(signal);
    const response = await ask(options, signal, "GET");
    if (!response?.ok) return;
    const { data } = await response.json();
    const found = preferenceIn(data);
    if (preference.isUnsent() || JSON.stringify(found) === JSON.stringify(preference.read())) return;
    preference.keep(found, false);
  }
  async function planRead() {
    if (isReadPlanned) return;
    isReadPlanned = true;
    await clock.sleep(Math.max(0, lastRead + READ_INTERVAL_MS - clock.now()));
    isReadPlanned = false;
    enqueue(read);
  }
  async function planWrite() {
    if (isWritePlanned) return;
    isWritePlanned = true;
    await clock.sleep(WRITE_DELAY_MS);
    isWritePlanned = false;
    enqueue(send);
  }
  preference.onChange = () => void planWrite();
  void planRead();
  page()?.addEventListener("focus", () => void planRead());
  page()?.addEventListener("visibilitychange", () => void planRead());
}
async function ask({ token, baseUrl, fetch }, signal, method, body) {
  const bearer = await token();
  signal.throwIfAborted();
  if (!bearer) return void 0;
  return fetch(`${baseUrl}/api/stream/preferences`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, ...body && { "content-type": "application/json" } },
    ...body && { body: JSON.stringify(body) },
    cache: "no-store",
    // A change as the page is left still arrives.
    keepalive: method !== "GET",
    signal
  });
}
export {
  syncPreference
};
