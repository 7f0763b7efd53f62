import type { CacheEntry } from '../../lambda/cache/entry.ts';
import { RENEWAL_AHEAD_MS, steeringManifest } from '../../lambda/playback/steering.ts';
import type { Content } from '../../lambda/stream/content.ts';
import type { Fleet } from './fleet.ts';
import { exponential } from './random.ts';
import type { SimulatedClock } from './simulated-clock.ts';

/** How answers are played. */
export interface Viewing {
  /** The mean time that a title is watched, in minutes. */
  readonly minutes: number;
  /** How long the provider's links live, in minutes. */
  readonly linkMinutes: number;
}

/** A record each 30 seconds, ten a post; the last ones as the viewer leaves. */
const REPORT_MS = 300_000;

/** Seconds until a player asks again whose renewal is under way. */
const SOON = 5;

export interface ViewersOptions extends Viewing {
  readonly clock: SimulatedClock;
  readonly random: () => number;
  readonly fleet: Fleet;
}

/** Players of the playlist: each asks for it once, then the steering server as often as that says. */
export class Viewers {
  readonly #options: ViewersOptions;
  readonly #failure: (error: unknown) => void;
  playlists = 0;
  steering = 0;
  renewals = 0;
  /** Answers to a player whose links had expired. */
  expired = 0;
  viewingMs = 0;
  /** Posts of records, of players that report what they got. */
  reports = 0;

  constructor(options: ViewersOptions, failure: (error: unknown) => void) {
    this.#options = options;
    this.#failure = failure;
  }

  /** Somebody begins to watch a title. */
  begin(content: Content, client: string): void {
    this.#watch(content, client).catch(this.#failure);
  }

  async #watch(content: Content, client: string): Promise<void> {
    const { clock, random, fleet, minutes } = this.#options;
    const end = clock.now() + exponential(random, minutes * 60_000);
    this.playlists += 1;
    await fleet.answer(content, client);
    let expiresAt = 0;
    while (clock.now() < end) {
      const asked = clock.now();
      const isNeeded = expiresAt - asked < RENEWAL_AHEAD_MS;
      const found = await this.#look(content, client, isNeeded ? expiresAt : 0);
      if (expiresAt > 0) {
        this.steering += 1;
        if (found > expiresAt) this.renewals += 1;
      }
      const isWaiting = isNeeded && found <= expiresAt;
      expiresAt = Math.max(expiresAt, found);
      if (expiresAt <= clock.now()) this.expired += 1;
      await clock.sleep(1000 * this.#ttl(expiresAt, isWaiting));
      const watchedMs = Math.min(clock.now(), end) - asked;
      this.viewingMs += watchedMs;
      this.reports += watchedMs / REPORT_MS;
    }
    // The last records leave with the viewer.
    this.reports += 1;
  }

  /** As the steering server says it. @returns seconds */
  #ttl(expiresAt: number, isWaiting: boolean): number {
    const { clock, random } = this.#options;
    const { TTL } = steeringManifest({
      owned: [{ source: 'main', ladder: 'ladder', expiresAt: Math.floor(expiresAt / 1000) }],
      offered: undefined,
      isHealthy: () => true,
      askAgain: isWaiting ? SOON : undefined,
      reloadUri: () => '',
      now: clock.now(),
      random,
    });
    return TTL;
  }

  /** @returns when the links expire that the cache has now, in milliseconds since 1970; 0 where it has none */
  async #look(content: Content, client: string, newerThan: number): Promise<number> {
    const { fleet, linkMinutes } = this.#options;
    const expiryOf = (storedAt: number) => storedAt + linkMinutes * 60_000;
    const isEnough = ({ storedAt }: CacheEntry) => expiryOf(storedAt) > newerThan;
    const entry = await fleet.renewal(content, client, { isEnough, mayRefresh: newerThan > 0 });
    return entry ? expiryOf(entry.storedAt) : 0;
  }
}
