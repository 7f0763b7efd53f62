import { randomBytes } from 'node:crypto';
import { boundedCall } from '../bounded-call.ts';
import type { Clock } from '../clock.ts';
import { Hmac } from './hmac.ts';

const DAY_MS = 24 * 60 * 60_000;
const SALT_BYTES = 32;

/** For containers whose clocks lag, and requests that began before midnight. */
const GRACE_MS = 10 * 60_000;

/** Tomorrow's salt is made at most this early. */
const LEAD_MS = 5 * 60_000;

/** An unreadable salt is asked for again after this time, so that an outage is not felt by every request. */
const RETRY_MS = 30_000;

const READ_MS = 250;
/** The first read waits for a connection and its TLS handshake. */
const FIRST_READ_MS = 1_000;
/** A read that took so many times what it may take was not slow: nothing ran at all. */
const FROZEN_TIMES = 2;

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
  readonly hmac: Hmac;
  /** True when the shared salt could not be had: no other container makes the same hashes. */
  readonly isLocal: boolean;
}

export interface DailySaltOptions {
  readonly store: SaltStore;
  readonly clock: Clock;
  /** Uniform in [0, 1). Spreads the containers' reads of tomorrow's salt over {@link LEAD_MS}. */
  readonly random: () => number;
}

/** What a container holds of one day. */
interface HeldDay {
  shared?: Salt;
  local?: Salt;
  reading?: Promise<void> | undefined;
  /** When reading last failed. */
  failedAt?: number;
}

/**
 * The salt of the hashed addresses. It lives one UTC day, after which nobody can tell whose hashes the old ones were:
 * hashes without it, or with one that stays, could be reversed by trying every IPv4 address.
 *
 * No method rejects: without the shared salt there is a random one of the container's own.
 */
export class DailySalt {
  readonly #store: SaltStore;
  readonly #clock: Clock;
  readonly #leadMs: number;
  /** By the moment the day begins. */
  readonly #days = new Map<number, HeldDay>();
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
    const day = this.#hold(begin);
    if (day.shared === undefined) await this.#read(begin, day);
    if (day.shared) return day.shared;
    day.local ??= { hmac: new Hmac(randomBytes(SALT_BYTES)), isLocal: true };
    return day.local;
  }

  /** The same at once, where the day's salt has been read: undefined where {@link at} must be asked. */
  known(now: number): Salt | undefined {
    const begin = startOfDay(now);
    // With another day beside it one of them may be over, and is to be given up.
    if (this.#days.size !== 1 || isOver(begin, this.#clock.now())) return undefined;
    return this.#days.get(begin)?.shared;
  }

  /** Whether it is time to {@link prepare}. */
  isMidnightNear(now: number): boolean {
    return now >= startOfDay(now) + DAY_MS - this.#leadMs;
  }

  /** Reads tomorrow's salt when midnight is near, so that not every container asks for it at once. */
  async prepare(now: number): Promise<void> {
    if (!this.isMidnightNear(now)) return;
    const begin = startOfDay(now) + DAY_MS;
    const day = this.#hold(begin);
    if (day.shared === undefined) await this.#read(begin, day);
  }

  #hold(begin: number): HeldDay {
    for (const past of this.#days.keys()) if (isOver(past, this.#clock.now())) this.#giveUp(past);
    const held = this.#days.get(begin) ?? {};
    this.#days.set(begin, held);
    return held;
  }

  /** TTL alone might leave it in the table for days. Nothing waits for it, and where it fails another container does it. */
  #giveUp(begin: number): void {
    this.#days.delete(begin);
    boundedCall(this.#clock, READ_MS, (signal) => this.#store.delete(dateOf(begin), signal)).catch(() => undefined);
  }

  #read(begin: number, day: HeldDay): Promise<void> | undefined {
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
      if (this.#clock.now() - began < FROZEN_TIMES * ms) throw error;
      // The container was frozen in the middle, as one may be that is started ahead of need: the table is not to blame.
      this.#firstRead = true;
      return this.#obtain(begin);
    }
    if (!ArrayBuffer.isView(salt)) throw new Error('The item holds no salt');
    return { hmac: new Hmac(salt), isLocal: false };
  }

  async #readOrCreate(begin: number, signal: AbortSignal): Promise<Uint8Array> {
    // An expired item may stand for days before DynamoDB deletes it.
    if (isOver(begin, this.#clock.now())) throw new Error('The salt of that day has been given up');
    return (await this.#store.read(dateOf(begin), signal)) ?? this.#create(begin, signal);
  }

  async #create(begin: number, signal: AbortSignal): Promise<Uint8Array> {
    const now = this.#clock.now();
    if (now >= begin + DAY_MS) throw new Error('No salt is made for a past day');
    if (now < begin - LEAD_MS) throw new Error('No salt is made so far ahead');
    const own = randomBytes(SALT_BYTES);
    const salt = await this.#store.create(dateOf(begin), own, begin + DAY_MS + GRACE_MS, signal);
    // Where no container lived past its end, the last one that is certainly over still stands there.
    if (own.equals(salt)) await this.#store.delete(dateOf(begin - 2 * DAY_MS), signal).catch(() => undefined);
    return salt;
  }
}

const startOfDay = (ms: number): number => ms - (ms % DAY_MS);

const dateOf = (begin: number): string => new Date(begin).toISOString().slice(0, 10);

const isOver = (begin: number, now: number): boolean => now >= begin + DAY_MS + GRACE_MS;
