import type { PanelAnswer, Point, SeriesAnswer } from '../../../contract/local/metrics.ts';
import type { UsageAnswer, UsageHour } from '../../../contract/local/usage.ts';
import type { UsageQuality, UsageRow } from '../../../contract/usage.ts';
import type { Span } from '../operations/marks.ts';

const HOUR_MS = 3_600_000;
/** That the numbers are of: the last ones, with the present hour. */
const HOURS = 24;

/** The classes, best first: as the quality falls, so does the strength of its colour. */
export const CLASSES: readonly UsageQuality[] = ['2160p', '1440p', '1080p', '720p', '480p', '360p', 'unknown'];

/** The hours of the report, until now. */
export function spanOf(now = Date.now()): Span {
  const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
  return { from: hour - (HOURS - 1) * HOUR_MS, to: now, periodMs: HOUR_MS };
}

/** Share of viewing by class in each hour, in percent. */
export function qualityPanel({ hours = [] }: UsageAnswer): PanelAnswer {
  const series = CLASSES.map((quality): SeriesAnswer => {
    const points = hours.flatMap((hour): Point[] => {
      const played = hour.playedSeconds[quality] ?? 0;
      return played > 0 ? [[Date.parse(hour.hour), (100 * played) / totalOf(hour)]] : [];
    });
    const overall = (100 * sum(hours.map((hour) => hour.playedSeconds[quality] ?? 0))) / sum(hours.map(totalOf));
    return { id: quality, label: quality, points, ...(points.length > 0 && { overall }) };
  });
  return { title: 'Share of viewing by quality', unit: '%', isStacked: true, lines: [], series };
}

/** From the wish to the first picture, in each hour. */
export function startPanel({ rows = [] }: UsageAnswer): PanelAnswer {
  const series = [['startupMsP50', 'half start within'] as const, ['startupMsP95', '95 % within'] as const].map(
    ([field, label]): SeriesAnswer => {
      const measured = rows.filter((row) => row[field] !== null);
      const points = measured.map((row): Point => [Date.parse(row.key), row[field] ?? 0]);
      return { id: field, label, points, ...overallOf(medianBySessions(measured, field)) };
    },
  );
  return { title: 'Time to the first picture', unit: 'ms', isStacked: false, lines: [], series };
}

/** Of the time that viewers wanted to watch, that in which nothing moved: percent in each hour. */
export function stallPanel({ rows = [] }: UsageAnswer): PanelAnswer {
  const points = rows.flatMap((row): Point[] => {
    const ratio = stallRatioOf([row]);
    return ratio === undefined ? [] : [[Date.parse(row.key), ratio]];
  });
  const series = [{ id: 'stalled', label: 'stalled', points, ...overallOf(stallRatioOf(rows)) }];
  return { title: 'Stalled', unit: '%', isStacked: false, lines: [], series };
}

/** Percent; undefined where nothing was watched. */
function stallRatioOf(rows: readonly UsageRow[]): number | undefined {
  const stalled = sum(rows.map(({ stalledSeconds }) => stalledSeconds));
  const wanted = stalled + sum(rows.map(({ playedSeconds }) => playedSeconds));
  return wanted > 0 ? (100 * stalled) / wanted : undefined;
}

/** The same in words; a dash where nothing was watched. */
export function stalledInWords(rows: readonly UsageRow[]): string {
  const ratio = stallRatioOf(rows);
  return ratio === undefined ? '–' : `${Number(ratio.toPrecision(2))} %`;
}

/** The value of the middle session, as if each session of an hour had the value of its hour. */
export function medianBySessions(
  rows: readonly UsageRow[],
  field: 'startupMsP50' | 'startupMsP95',
): number | undefined {
  const measured = rows.flatMap((row) =>
    row[field] === null ? [] : [{ value: row[field], weight: row.sessions || 1 }],
  );
  measured.sort((a, b) => a.value - b.value);
  const half = sum(measured.map(({ weight }) => weight)) / 2;
  let passed = 0;
  for (const { value, weight } of measured) {
    passed += weight;
    if (passed >= half) return value;
  }
  return undefined;
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

const totalOf = ({ playedSeconds }: UsageHour): number => sum(Object.values(playedSeconds)) || 1;

const overallOf = (overall: number | undefined) => (overall === undefined ? {} : { overall });
