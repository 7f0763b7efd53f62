import type { Clock } from '../clock.ts';
import { type Abortable, withTimeLimit } from '../time-limit.ts';
import type { DevicePreference } from './client-preference.ts';
import { page } from './page.ts';
import { isNoWish, preferenceIn, type ViewerPreference } from './viewer-preference.ts';

/** Across devices, by a token that the site gives to its viewer. */
export interface PreferencesOptions {
  /** The site's own token for the viewer who is signed in; undefined for none. Asked for before each request. */
  token: () => string | undefined | Promise<string | undefined>;
}

interface SyncOptions extends PreferencesOptions {
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
}

/** The least time between two reads. */
const READ_INTERVAL_MS = 60_000;
/** A slider that is dragged is one change. */
const WRITE_DELAY_MS = 500;
/** For the site's token and the API's answer. */
const TIMEOUT_MS = 10_000;

/**
 * Reads the viewer's preference from the API at once, and when the page gets the focus or is seen again, at most once a
 * minute; sends each change. What fails is tried again at the next occasion: the device's own wish works without it.
 */
export function syncPreference(preference: DevicePreference, options: SyncOptions): void {
  const { clock } = options;
  let lastRead = Number.NEGATIVE_INFINITY;
  let isReadPlanned = false;
  let isWritePlanned = false;
  /** One request after the other, so that an old answer never replaces a new wish. */
  let queue: Promise<unknown> = Promise.resolve();
  const enqueue = (work: Abortable<void>) => {
    const { signal } = new AbortController();
    const tooLate = () => new Error('Too late');
    queue = queue.then(() => withTimeLimit(TIMEOUT_MS, clock, signal, tooLate, work)).catch(() => undefined);
  };

  async function send(signal: AbortSignal): Promise<void> {
    const sent = preference.read();
    const isEmpty = isNoWish(sent);
    const response = await ask(options, signal, isEmpty ? 'DELETE' : 'PUT', isEmpty ? undefined : sent);
    // What the API refuses stays on this device, and is not in the way of what comes from others.
    // Changed again meanwhile, it is sent again.
    if ((response?.ok || response?.status === 400) && sent === preference.read()) preference.keep(sent, false);
  }

  async function read(signal: AbortSignal): Promise<void> {
    lastRead = clock.now();
    if (preference.isUnsent()) return send(signal);
    const response = await ask(options, signal, 'GET');
    if (!response?.ok) return;
    const { data } = (await response.json()) as { data?: unknown };
    const found = preferenceIn(data);
    // What this viewer chose while the answer was under way is newer.
    if (preference.isUnsent() || JSON.stringify(found) === JSON.stringify(preference.read())) return;
    preference.keep(found, false);
  }

  async function planRead(): Promise<void> {
    if (isReadPlanned) return;
    isReadPlanned = true;
    await clock.sleep(Math.max(0, lastRead + READ_INTERVAL_MS - clock.now()));
    isReadPlanned = false;
    enqueue(read);
  }

  async function planWrite(): Promise<void> {
    if (isWritePlanned) return;
    isWritePlanned = true;
    await clock.sleep(WRITE_DELAY_MS);
    isWritePlanned = false;
    enqueue(send);
  }

  preference.onChange = () => void planWrite();
  void planRead();
  page()?.addEventListener('focus', () => void planRead());
  // A phone that comes back to its browser; it bubbles from the document (HTML standard, "page visibility").
  page()?.addEventListener('visibilitychange', () => void planRead());
}

async function ask(
  { token, baseUrl, fetch }: SyncOptions,
  signal: AbortSignal,
  method: 'GET' | 'PUT' | 'DELETE',
  body?: ViewerPreference,
): Promise<Response | undefined> {
  const bearer = await token();
  signal.throwIfAborted();
  if (!bearer) return undefined;
  return fetch(`${baseUrl}/api/stream/preferences`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    cache: 'no-store',
    // A change as the page is left still arrives.
    keepalive: method !== 'GET',
    signal,
  });
}
