import type { DeviceMemory } from '../preference/device-memory.ts';

/** Bits that arrived, in how many milliseconds. */
export interface Sample {
  readonly bits: number;
  readonly ms: number;
}

interface Remembered {
  /** Bits per second. */
  readonly rate: number;
  /** Seconds of loading that it rests on, at the time it was written. */
  readonly weight: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const NAME = 'bandwidth';
/** What was measured a day ago counts half. */
const HALF_LIFE_MS = 86_400_000;
/** A line that has changed is known after about as much loading. */
const MAX_WEIGHT = 6;
/** A line that has become fast is measured by short loads only. */
const MIN_SAMPLE_WEIGHT = 0.5;
/** So little says nothing any more. */
const MIN_WEIGHT = 0.02;
/** Of a load with less, the connection was not yet at its speed. */
export const MIN_BITS = 16_000 * 8;
/** What is faster came from the device. */
const MAX_RATE = 1_000_000_000;

/** The bandwidth of this device over visits, for each kind of connection where the browser knows it. */
export class BandwidthMemory {
  readonly #memory: DeviceMemory;
  readonly #now: () => number;

  constructor(memory: DeviceMemory, now: () => number) {
    this.#memory = memory;
    this.#now = now;
  }

  /** Bits per second; undefined where nothing is known. */
  get estimate(): number | undefined {
    const { rate, weight } = this.#remembered();
    return weight >= MIN_WEIGHT ? rate : undefined;
  }

  add({ bits, ms }: Sample): void {
    const rate = (bits * 1000) / ms;
    if (!(bits >= MIN_BITS && ms > 0 && rate <= MAX_RATE)) return;
    const before = this.#remembered();
    const seconds = Math.min(MAX_WEIGHT, Math.max(MIN_SAMPLE_WEIGHT, ms / 1000));
    const kept = Math.min(before.weight, MAX_WEIGHT - seconds);
    const weight = kept + seconds;
    const next: Remembered = { rate: (before.rate * kept + rate * seconds) / weight, weight, at: this.#now() };
    this.#memory.write(NAME, { ...this.#all(), [connectionType()]: next });
  }

  #remembered(): Remembered {
    const now = this.#now();
    const { rate, weight, at } = this.#all()[connectionType()] ?? {};
    const isKnown = [rate, weight, at].every(Number.isFinite) && rate! > 0 && weight! > 0;
    if (!isKnown) return { rate: 0, weight: 0, at: now };
    return { rate: rate!, weight: weight! * 0.5 ** (Math.max(0, now - at!) / HALF_LIFE_MS), at: now };
  }

  #all(): Record<string, Partial<Remembered>> {
    const all = this.#memory.read(NAME);
    return typeof all === 'object' && all !== null ? (all as Record<string, Partial<Remembered>>) : {};
  }
}

/** Network Information API, which only some browsers have. */
export interface Connection {
  readonly type?: string | undefined;
  /** Megabits per second, rounded, at most 10. */
  readonly downlink?: number | undefined;
  /** What the line is like: `4g` for a fast one of any kind. */
  readonly effectiveType?: string | undefined;
  readonly saveData?: boolean | undefined;
}

export const connection = (): Connection | undefined =>
  (globalThis.navigator as (Navigator & { connection?: Connection }) | undefined)?.connection;

const connectionType = (): string => connection()?.type ?? 'unknown';
