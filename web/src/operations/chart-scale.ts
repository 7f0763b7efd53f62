/** Round numbers from 0 to at least `most`, about four steps. */
export function ticksUpTo(most: number): number[] {
  const rough = Math.max(most, Number.MIN_VALUE) / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = magnitude * ([1, 2, 2.5, 5, 10].find((each) => each * magnitude >= rough) ?? 10);
  const count = Math.ceil(most / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** A value as the chart's axis and legend write it. */
export function readableValue(value: number, unit: string): string {
  if (unit === 'Milliseconds') {
    if (value >= 1000) return `${trim(value / 1000)} s`;
    return `${trim(value)} ms`;
  }
  if (unit === 'Percent') return `${trim(value)} %`;
  return value >= 10_000 ? `${trim(value / 1000)} k` : trim(value);
}

const trim = (value: number): string => String(Number(value.toPrecision(3)));

export const readableTime = (at: number): string =>
  new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
