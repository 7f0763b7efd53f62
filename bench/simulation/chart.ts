export interface Series {
  readonly name: string;
  /** One value for each step of the x axis. */
  readonly values: readonly number[];
}

export interface Chart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Labels of the x axis, evenly spaced. */
  readonly xTicks: readonly string[];
  readonly series: readonly Series[];
  /** The top of the y axis; by default the largest value. */
  readonly max?: number;
}

const WIDTH = 760;
const HEIGHT = 300;
const LEFT = 64;
const RIGHT = 150;
const TOP = 34;
const BOTTOM = 44;
/** Distinguishable also with impaired colour vision (Okabe and Ito, "Color Universal Design"). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'];

/** Lines over a common x axis, as one SVG image. */
export function lineChart({ title, xLabel, yLabel, xTicks, series, max: given }: Chart): string {
  const steps = Math.max(...series.map(({ values }) => values.length));
  const max = given ?? (Math.max(...series.flatMap(({ values }) => values)) || 1);
  const x = (step: number) => LEFT + (step / Math.max(1, steps - 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => HEIGHT - BOTTOM - (value / max) * (HEIGHT - TOP - BOTTOM);

  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const at = y(share * max);
    return `<path d="M${LEFT} ${at}H${WIDTH - RIGHT}" stroke="#ddd"/>${text(LEFT - 6, at + 4, short(share * max), 'end')}`;
  });
  const ticks = xTicks.map((tick, index) => {
    const at = LEFT + (index / Math.max(1, xTicks.length - 1)) * (WIDTH - LEFT - RIGHT);
    return text(at, HEIGHT - BOTTOM + 16, tick, 'middle');
  });
  const lines = series.map(({ name, values }, index) => {
    const colour = COLOURS[index % COLOURS.length];
    const points = values.map((value, step) => `${x(step).toFixed(1)},${y(Math.min(value, max)).toFixed(1)}`).join(' ');
    const label = `<g fill="${colour}">${text(WIDTH - RIGHT + 10, TOP + 16 + 18 * index, name, 'start')}</g>`;
    return `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points}"/>${label}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title><rect width="100%" height="100%" fill="#fff"/>`,
    `<g font-weight="bold">${text(LEFT, 18, title, 'start')}</g>`,
    ...grid,
    ...ticks,
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, xLabel, 'middle'),
    `<g transform="rotate(-90 14 ${HEIGHT / 2})">${text(14, HEIGHT / 2, yLabel, 'middle')}</g>`,
    ...lines,
    '</svg>\n',
  ].join('\n');
}

const text = (x: number, y: number, content: string, anchor: string): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escaped(content)}</text>`;

const short = (value: number): string =>
  value >= 10 ? Math.round(value).toLocaleString('en') : String(+value.toFixed(2));

const escaped = (content: string): string => content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
