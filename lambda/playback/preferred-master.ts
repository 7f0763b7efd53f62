import {
  appliedPreference,
  comparePreferred,
  isApplicable,
  type Preferable,
  type Preference,
} from '../../contract/prefer.ts';
import { hasLanguage, languageDistance, preferredLanguage } from '../stream/subtitles/language-order.ts';
import type { ViewerWish } from '../viewer-wish.ts';
import { attributeOf, attributesOf, withFlags } from './attribute-list.ts';
import { isStream, type Master } from './ladder.ts';
import type { MasterLine, StreamLine } from './master-lines.ts';

/**
 * A master playlist in the order of a wish: the preferred variant first, where players start; audio and subtitles in
 * the wanted language before others, and that audio as the default. Variants above `maxBandwidth` are left out, but
 * never the least of those with pictures. The ids stay, so that pathways and clones still fit.
 */
export function preferredMaster(master: Master, { prefer, maxBandwidth }: ViewerWish): Master {
  const ids = new Map(master.ids);
  const language = preferredLanguage(prefer);
  const fitting = maxBandwidth === undefined ? master.lines : within(master.lines, maxBandwidth);
  const lines = language === undefined ? fitting : inLanguage(fitting, language, ids);
  return { ...master, ids, lines: prefer.length === 0 ? lines : withPreferredFirst(lines, prefer) };
}

/** What of a wish a master can follow, for `Preference-Applied`. */
export function appliedToMaster({ lines }: Master, { prefer }: ViewerWish): string {
  const streams = lines.filter(isStream);
  const among = streams.filter(({ kind }) => kind === 'variant').map(preferable);
  const tracks = streams.filter((line) => line.kind === 'media' && ORDERED_TYPES.has(textOf(line, 'TYPE')));
  const languages = tracks.map((line) => textOf(line, 'LANGUAGE'));
  return appliedPreference(prefer, (each) =>
    each.field === 'lang' ? hasLanguage(languages, each.limit) : isApplicable(each, among),
  );
}

const textOf = ({ attributes }: StreamLine, name: string): string => attributeOf(attributes, name) ?? '';

const bandwidthOf = (line: StreamLine): number => Number.parseInt(textOf(line, 'BANDWIDTH'), 10) || 0;

/** A variant without a picture says so by its codecs. */
const AUDIO_CODEC = /^\s*(mp4a|ac-[34]|ec-3|opus|flac|alac|mp3|dts)/i;

const hasPicture = (line: StreamLine): boolean =>
  textOf(line, 'RESOLUTION') !== '' ||
  !textOf(line, 'CODECS')
    .split(',')
    .every((codec) => AUDIO_CODEC.test(codec));

function within(lines: readonly MasterLine[], maxBandwidth: number): MasterLine[] {
  const variants = lines.filter((line): line is StreamLine => line.kind === 'variant');
  const pictured = variants.filter(hasPicture);
  // Each pathway has its own rungs.
  const least = new Map<string, number>();
  for (const line of pictured.length > 0 ? pictured : variants) {
    const pathway = textOf(line, 'PATHWAY-ID');
    least.set(pathway, Math.min(least.get(pathway) ?? Number.POSITIVE_INFINITY, bandwidthOf(line)));
  }
  return lines.filter((line) => {
    if (!isStream(line) || line.kind === 'media') return true;
    const bandwidth = bandwidthOf(line);
    if (bandwidth <= maxBandwidth) return true;
    return line.kind === 'variant' && bandwidth === least.get(textOf(line, 'PATHWAY-ID'));
  });
}

function withPreferredFirst(lines: readonly MasterLine[], prefer: Preference): MasterLine[] {
  return sortedInPlace(
    lines,
    (line) => (line.kind === 'variant' ? 'variants' : undefined),
    (a, b) => Number(hasPicture(b)) - Number(hasPicture(a)) || comparePreferred(preferable(a), preferable(b), prefer),
  );
}

function preferable(line: StreamLine): Preferable {
  const [width, height] = textOf(line, 'RESOLUTION').split('x').map(Number);
  const isKnown = width !== undefined && height !== undefined && width > 0 && height > 0;
  return {
    quality: 'auto',
    type: 'hls',
    codecs: attributeOf(line.attributes, 'CODECS'),
    ...(isKnown && { width, height }),
  };
}

const ORDERED_TYPES = new Set(['AUDIO', 'SUBTITLES']);

function inLanguage(lines: readonly MasterLine[], wanted: string, ids: Map<StreamLine, string>): MasterLine[] {
  const distance = (line: StreamLine): number => languageDistance(textOf(line, 'LANGUAGE'), wanted);
  const groupOf = (line: StreamLine): string | undefined => {
    const type = textOf(line, 'TYPE');
    return line.kind === 'media' && ORDERED_TYPES.has(type) ? `${type} ${textOf(line, 'GROUP-ID')}` : undefined;
  };
  const audioGroupOf = (line: StreamLine): string | undefined =>
    textOf(line, 'TYPE') === 'AUDIO' ? groupOf(line) : undefined;
  const sorted = sortedInPlace(lines, groupOf, (a, b) => distance(a) - distance(b));
  const decided = new Set<string>();
  const withDefault = new Set<string>();
  for (const line of sorted.filter(isStream)) {
    const group = audioGroupOf(line);
    if (group !== undefined && distance(line) < 3) withDefault.add(group);
  }
  return sorted.map((line) => {
    const group = isStream(line) ? audioGroupOf(line) : undefined;
    if (!isStream(line) || group === undefined || !withDefault.has(group)) return line;
    const isFirst = !decided.has(group);
    decided.add(group);
    return flagged(line, isFirst ? { DEFAULT: 'YES', AUTOSELECT: 'YES' } : { DEFAULT: 'NO' }, ids);
  });
}

function flagged(line: StreamLine, flags: Readonly<Record<string, string>>, ids: Map<StreamLine, string>): StreamLine {
  const text = withFlags(line.text, line.attributes, flags);
  const edited = { ...line, text, attributes: attributesOf(text) };
  const id = ids.get(line);
  if (id !== undefined) ids.set(edited, id);
  return edited;
}

/** Sorts the lines of each group among their own places: everything else stays where it is. */
function sortedInPlace(
  lines: readonly MasterLine[],
  groupOf: (line: StreamLine) => string | undefined,
  compare: (a: StreamLine, b: StreamLine) => number,
): MasterLine[] {
  const groups = Map.groupBy(lines.filter(isStream), groupOf);
  groups.delete(undefined);
  const queues = new Map([...groups].map(([group, its]) => [group, its.toSorted(compare).values()]));
  return lines.map((line) => {
    const queue = isStream(line) ? queues.get(groupOf(line)) : undefined;
    return queue?.next().value ?? line;
  });
}
