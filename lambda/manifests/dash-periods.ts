import type { Rendition } from '../stream/candidate.ts';
import { isoSeconds } from '../stream/duration.ts';
import { qualityClassOf } from '../stream/quality/quality-class.ts';
import { attribute, type XmlElement } from './mpd-xml.ts';

/** Longer than any title: the length of a Period without a known end. */
const OPEN_ENDED_SECONDS = 1_000_000;

/** The durations of an MPD's Periods. */
export interface PeriodTimes {
  /** Seconds of each Period; {@link OPEN_ENDED_SECONDS} where its end is unknown. */
  readonly lengths: readonly number[];
  /** Seconds of all Periods; undefined where the end of the last one is unknown. */
  readonly total: number | undefined;
}

/**
 * Computes the durations of Periods. A Period begins at its `start`, else where the previous one ends, and ends where
 * the next one begins; the last ends after its own duration, else with the presentation (ISO/IEC 23009-1, 5.3.2.1).
 *
 * @param presentation seconds of the whole presentation, where the MPD has them
 */
export function periodTimes(periods: readonly XmlElement[], presentation: number | undefined): PeriodTimes {
  const starts: (number | undefined)[] = [];
  let end: number | undefined = 0;
  for (const period of periods) {
    const start: number | undefined = secondsIn(period, 'start') ?? end;
    const duration = secondsIn(period, 'duration');
    starts.push(start);
    end = start === undefined || duration === undefined ? undefined : start + duration;
  }
  const ends = periods.map((period, index) => {
    if (index < periods.length - 1) return starts[index + 1];
    return secondsIn(period, 'duration') === undefined ? presentation : end;
  });
  const lengths = starts.map((start, index) => {
    const until = ends[index];
    return start === undefined || until === undefined ? OPEN_ENDED_SECONDS : Math.max(0, until - start);
  });
  return { lengths, total: presentation ?? end };
}

export function secondsIn(element: XmlElement, name: string): number | undefined {
  const text = attribute(element, name)?.trim();
  return text === undefined ? undefined : isoSeconds(text);
}

/**
 * The ladder that viewers have most of the time. A quality class counts where the Periods that offer it make up at
 * least half of the running time (an advertisement's do not); its renditions are those of the longest of these Periods.
 *
 * @param ladders one for each Period
 * @param lengths of the Periods, in seconds
 */
export function prevailingLadder(ladders: readonly (readonly Rendition[])[], lengths: readonly number[]): Rendition[] {
  const shares = new Map<string | undefined, { seconds: number; longest: number }>();
  for (const [index, ladder] of ladders.entries()) {
    const length = lengths[index] ?? 0;
    for (const quality of new Set(ladder.map(classOf))) {
      const share = shares.get(quality) ?? { seconds: 0, longest: index };
      share.seconds += length;
      if (length > (lengths[share.longest] ?? 0)) share.longest = index;
      shares.set(quality, share);
    }
  }
  // Periods without video do not count.
  const total = lengths.reduce((sum, length, index) => sum + (ladders[index]?.length ? length : 0), 0);
  const least = Math.min(total / 2, Math.max(...[...shares.values()].map(({ seconds }) => seconds)));
  return ladders.flatMap((ladder, index) =>
    ladder.filter((rendition) => {
      const share = shares.get(classOf(rendition));
      return share !== undefined && share.longest === index && share.seconds >= least;
    }),
  );
}

function classOf({ width, height }: Rendition): string | undefined {
  return qualityClassOf(width, height);
}
