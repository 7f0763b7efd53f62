import type { Rendition } from '../stream/candidate.ts';
import { isoSeconds } from '../stream/duration.ts';
import { qualityClassOf } from '../stream/quality/quality-class.ts';
import { attribute, type XmlElement } from './mpd-xml.ts';

/** Longer than any title: a Period whose end is not told runs on. */
const OPEN_ENDED_SECONDS = 1_000_000;

/** How the Periods of an MPD divide its time. */
export interface PeriodTimes {
  /** Seconds that each one takes, or many where that is not told. */
  readonly lengths: readonly number[];
  /** Seconds of all of them; undefined where the last one does not tell its end. */
  readonly total: number | undefined;
}

/**
 * A Period begins where it says so, else where the one before it ends, and ends where the next one begins; the last ends
 * with its own duration, else with the presentation (ISO/IEC 23009-1, 5.3.2.1).
 *
 * @param presentation seconds of the whole, where the MPD tells them
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
 * The ladder that a viewer has most of the time. A class of quality counts where the Periods that offer it make up half
 * of the running time or more (an advertisement's does not), and its renditions are those of the longest of them.
 *
 * @param ladders one for each Period · @param lengths of the Periods, in seconds
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
  // Periods of sound alone, or of nothing, are no part of it.
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
