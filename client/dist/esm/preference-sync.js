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
    queue = queue.then(work).catch(() => void 0);
  };
  async function send() {
    const sent = preference.read();
    const isEmpty = isNoWish(sent);
    const response = await ask(options, isEmpty ? "DELETE" : "PUT", isEmpty ? void 0 : sent);
    if ((response?.ok || response?.status === 400) && sent === preference.read()) preference.keep(sent, false);
  }
  async function read() {
    lastRead = clock.now();
    if (preference.isUnsent()) return send();
    const response = await ask(options, "GET");
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
async function ask({ token, baseUrl, fetch }, method, body) {
  const bearer = await token();
  if (!bearer) return void 0;
  return fetch(`${baseUrl}/api/stream/preferences`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, ...body && { "content-type": "application/json" } },
    ...body && { body: JSON.stringify(body) },
    cache: "no-store",
    // A change as the page is left still arrives.
    keepalive: method !== "GET",
    signal: AbortSignal.timeout(TIMEOUT_MS)
  });
}
export {
  syncPreference
};
