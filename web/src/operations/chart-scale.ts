/** Round numbers from 0 to at least `most`, in about four steps. */
export function ticksUpTo(most: number): number[] {
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

const short = (value: number): string => String(Number(value.toPrecision(3)));

export const readableTime = (at: number): string =>
  new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
