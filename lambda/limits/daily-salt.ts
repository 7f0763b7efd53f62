import { randomBytes } from 'node:crypto';
import { boundedCall } from '../bounded-call.ts';
import type { Clock } from '../clock.ts';

const DAY_MS = 24 * 60 * 60_000;
const SALT_BYTES = 32;

/** For containers whose clocks lag, and requests that began before midnight. */
const GRACE_MS = 10 * 60_000;

/** Tomorrow's salt is created at most this early. */
const LEAD_MS = 5 * 60_000;

/** An unreadable salt is read again after this time, so that an outage does not delay every request. */
const RETRY_MS = 30_000;

const READ_MS = 250;
/** The first read waits for a connection and its TLS handshake. */
const FIRST_READ_MS = 1_000;
/** A read that overran its budget by this factor was interrupted by a frozen container, not by a slow table. */
const FREEZE_FACTOR = 2;

/** Where the fleet shares a day's salt. Days are UTC dates, such as `2026-11-23`. */
export interface SaltStore {
  read(day: string, signal: AbortSignal): Promise<Uint8Array | undefined>;
  /**
   * Stores the salt unless the day has one already.
   *
   * @param expiresAt when it may be deleted, in milliseconds since 1970
   * @returns the day's salt: this one or the one that came first
   */
  create(day: string, salt: Uint8Array, expiresAt: number, signal: AbortSignal): Promise<Uint8Array>;
  delete(day: string, signal: AbortSignal): Promise<void>;
}

export interface Salt {
  /** The salt as text of one length, to be hashed in front of an address. */
  readonly prefix: string;
  /** True when the shared salt was not available: no other container makes the same hashes. */
  readonly isLocal: boolean;
}

export interface DailySaltOptions {
  readonly store: SaltStore;
  readonly clock: Clock;
  /** Uniform in [0, 1). Spreads the containers' reads of tomorrow's salt over {@link LEAD_MS}. */
  readonly random: () => number;
}

/** What a container knows of one day. */
interface KnownDay {
  shared?: Salt;
  local?: Salt;
  reading?: Promise<void> | undefined;
  /** When reading last failed. */
  failedAt?: number;
}

/**
 * The salt of the hashed addresses. It exists for one UTC day; after that, nobody can find out whose hashes the old
 * ones were. Hashes without a salt, or with a permanent one, could be reversed by trying every IPv4 address.
 *
 * No method rejects: where the shared salt is not available, the container uses its own random one.
 */
export class DailySalt {
  readonly #store: SaltStore;
  readonly #clock: Clock;
  readonly #leadMs: number;
  /** By the moment the day begins. */
  readonly #days = new Map<number, KnownDay>();
  #firstRead = true;

  /** Begins to read the day's salt. */
  constructor({ store, clock, random }: DailySaltOptions) {
    this.#store = store;
    this.#clock = clock;
    this.#leadMs = LEAD_MS * random();
    void this.at(clock.now());
  }

  /** The salt of the day of `now` (milliseconds since 1970). */
  async at(now: number): Promise<Salt> {
    const begin = startOfDay(now);
    const day = this.#day(begin);
    if (day.shared === undefined) await this.#read(begin, day);
    if (day.shared) return day.shared;
    day.local ??= saltOf(randomBytes(SALT_BYTES), true);
    return day.local;
  }

  /** The same without waiting, where the day's salt has been read; undefined where {@link at} is needed. */
  known(now: number): Salt | undefined {
    const begin = startOfDay(now);
    // Of two known days one may have expired, and `at` discards it.
    if (this.#days.size !== 1 || hasExpired(begin, this.#clock.now())) return undefined;
    return this.#days.get(begin)?.shared;
  }

  /** Whether it is time to {@link prepare}. */
  isMidnightNear(now: number): boolean {
    return now >= startOfDay(now) + DAY_MS - this.#leadMs;
  }

  /** Reads tomorrow's salt when midnight is near, so that the containers do not all read it at the same moment. */
  async prepare(now: number): Promise<void> {
    if (!this.isMidnightNear(now)) return;
    const begin = startOfDay(now) + DAY_MS;
    const day = this.#day(begin);
    if (day.shared === undefined) await this.#read(begin, day);
  }

  #day(begin: number): KnownDay {
    for (const past of this.#days.keys()) if (hasExpired(past, this.#clock.now())) this.#discard(past);
    const known = this.#days.get(begin) ?? {};
    this.#days.set(begin, known);
    return known;
  }

  /**
   * Deletes an expired salt: TTL alone might leave it for days. Nothing waits for it; if it fails, another container
   * does it.
   */
  #discard(begin: number): void {
    this.#days.delete(begin);
    boundedCall(this.#clock, READ_MS, (signal) => this.#store.delete(dateOf(begin), signal)).catch(() => undefined);
  }

  #read(begin: number, day: KnownDay): Promise<void> | undefined {
    const sinceFailure = this.#clock.now() - (day.failedAt ?? Number.NEGATIVE_INFINITY);
    if (sinceFailure >= 0 && sinceFailure < RETRY_MS) return undefined;
    day.reading ??= this.#obtain(begin)
      .then(
        (salt) => {
          day.shared = salt;
        },
        () => {
          day.failedAt = this.#clock.now();
        },
      )
      .finally(() => {
        day.reading = undefined;
      });
    return day.reading;
  }

  async #obtain(begin: number): Promise<Salt> {
    const ms = this.#firstRead ? FIRST_READ_MS : READ_MS;
    this.#firstRead = false;
    const began = this.#clock.now();
    let salt: Uint8Array;
    try {
      salt = await boundedCall(this.#clock, ms, (signal) => this.#readOrCreate(begin, signal));
    } catch (error) {
      if (this.#clock.now() - began < FREEZE_FACTOR * ms) throw error;
      // A container that is started ahead of need may be frozen meanwhile: the table did not fail, so read again.
      this.#firstRead = true;
      return this.#obtain(begin);
    }
    if (salt?.length !== SALT_BYTES) throw new Error('The item holds no salt');
    return saltOf(salt, false);
  }

  async #readOrCreate(begin: number, signal: AbortSignal): Promise<Uint8Array> {
    // DynamoDB may delete an expired item days late.
    if (hasExpired(begin, this.#clock.now())) throw new Error('The salt of that day has expired');
    return (await this.#store.read(dateOf(begin), signal)) ?? this.#create(begin, signal);
  }

  async #create(begin: number, signal: AbortSignal): Promise<Uint8Array> {
    const now = this.#clock.now();
    if (now >= begin + DAY_MS) throw new Error('No salt is created for a past day');
    if (now < begin - LEAD_MS) throw new Error('No salt is created so far ahead');
    const own = randomBytes(SALT_BYTES);
    const salt = await this.#store.create(dateOf(begin), own, begin + DAY_MS + GRACE_MS, signal);
    // The last salt that has certainly expired is still stored if no container ran past its end.
    if (own.equals(salt)) await this.#store.delete(dateOf(begin - 2 * DAY_MS), signal).catch(() => undefined);
    return salt;
  }
}

const saltOf = (salt: Uint8Array, isLocal: boolean): Salt => ({
  prefix: Buffer.from(salt).toString('base64url'),
  isLocal,
});

const startOfDay = (ms: number): number => ms - (ms % DAY_MS);

const dateOf = (begin: number): string => new Date(begin).toISOString().slice(0, 10);

const hasExpired = (begin: number, now: number): boolean => now >= begin + DAY_MS + GRACE_MS;
