/** Places values between 0 and 1 along an axis. */
export interface Scale {
  /** From the lowest to the highest. */
  readonly ticks: readonly number[];
  /** @returns 0 for the lowest tick and everything below, 1 for the highest */
  position(value: number): number;
}

/** An axis from 0 to at least `most`, in about four steps. */
export function linearScale(most: number): Scale {
  const ticks = ticksUpTo(most);
  const highest = ticks.at(-1) ?? 1;
  return { ticks, position: (value) => clamp(value / highest) };
}

/**
 * An axis whose steps are factors, from a power of ten not above `least` to one not below `most`: response times from
 * memory and from a provider are both legible on it. Its lowest value is at least 1.
 */
export function logarithmicScale(least: number, most: number): Scale {
  const from = Math.max(0, Math.floor(Math.log10(Math.max(1, least)) + 1e-9));
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(1, most)) - 1e-9));
  const ticks = Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index));
  const position = (value: number) => clamp((Math.log10(Math.max(value, 1e-9)) - from) / (to - from));
  return { ticks, position };
}

const clamp = (position: number): number => Math.min(1, Math.max(0, position));

/** Round numbers from 0 to at least `most`, in about four steps. */
function ticksUpTo(most: number): number[] {
  const rough = (most || 1) / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = magnitude * ([1, 2, 2.5, 5, 10].find((each) => each * magnitude >= rough - 1e-9) ?? 10);
  const count = Math.max(1, Math.ceil((most || 1) / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** Formats a value for axis, legend and table. */
export function readableValue(value: number, unit: string): string {
  if (unit === 'ms') return value >= 1000 ? `${short(value / 1000)} s` : `${short(value)} ms`;
  if (unit === '%') return `${short(value)} %`;
  if (unit === 'USD per hour') return `$${short(value)}`;
  return value >= 10_000 ? `${short(value / 1000)} k` : short(value);
}

/** Three digits, of a fraction two: no measurement here is more precise. */
const short = (value: number): string => String(Number(value.toPrecision(Math.abs(value) < 1 ? 2 : 3)));

/** `16:38` */
export const readableTime = (at: number): string =>
  new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** `16:38:27`, for what happens more often than once a minute. */
export const readableMoment = (at: number): string =>
  new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
