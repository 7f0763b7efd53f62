import { checkRow } from '../catalogue-row.ts';
import { counted } from '../import-report.ts';
import { type Problem, problemText, UnreadableFileError } from '../problem.ts';
import type { ReadTitle, ReadTitles } from './catalogue-file.ts';
import { arrayElements } from './json-elements.ts';
import { type MediaPaths, mediaPaths, type PathOptions } from './media-paths.ts';
import { mergedTitles } from './merged-titles.ts';

/*
 * The answer of Jellyfin's `GET /Items?recursive=true&includeItemTypes=Movie,Series,Episode&fields=ProviderIds,
 * MediaSources,Path` (Jellyfin API, BaseItemDto), as far as a catalogue needs it. Any field may be missing.
 */
interface MediaStream {
  readonly Type?: string;
  readonly Height?: number;
  readonly Width?: number;
  readonly AverageFrameRate?: number;
  readonly Language?: string;
  readonly IsExternal?: boolean;
  readonly Path?: string;
  readonly Title?: string;
}

interface MediaSource {
  readonly Path?: string;
  readonly Name?: string;
  readonly Container?: string;
  readonly Bitrate?: number;
  readonly MediaStreams?: readonly MediaStream[];
}

interface Item {
  readonly Id?: string;
  readonly Name?: string;
  readonly Type?: string;
  readonly LocationType?: string;
  readonly ProviderIds?: Readonly<Record<string, string | number>>;
  readonly SeriesId?: string;
  readonly SeriesName?: string;
  readonly SeriesProviderIds?: Readonly<Record<string, string | number>>;
  readonly ParentIndexNumber?: number;
  readonly IndexNumber?: number;
  /** The last episode of a file that holds several. */
  readonly IndexNumberEnd?: number;
  readonly Path?: string;
  readonly MediaSources?: readonly MediaSource[];
  /** In ten-millionths of a second. */
  readonly RunTimeTicks?: number;
}

const TICKS_PER_SECOND = 10_000_000;
/** A file with more episodes than this has a wrong number. */
const MOST_EPISODES = 50;

const ITEMS = /"Items"\s*:\s*\[/;

/** Whether a text is Jellyfin's: an object with items, or a list of them. */
export function isJellyfin(text: string): boolean {
  const start = text
    .replace(/^\uFEFF+/, '')
    .trimStart()
    .slice(0, 20_000);
  return (start.startsWith('{') && ITEMS.test(start)) || (start.startsWith('[') && /"ProviderIds"\s*:/.test(start));
}

/**
 * The movies and episodes of Jellyfin's items. An episode is found by the id of its series, which is in the file, too.
 *
 * @throws UnreadableFileError when it is no JSON, or there is no address for its files
 */
export function jellyfinTitles(text: string, options: PathOptions): ReadTitles {
  const items = itemsOf(text);
  const series = seriesIds(items.map(({ item }) => item));
  const media = items.filter(({ item }) => isMedia(item));
  const paths = mediaPaths(
    media.flatMap(({ item }) => pathsOf(item)),
    options,
  );
  const parts: ReadTitle[] = [];
  const problems: Problem[] = [];
  for (const { item, line } of media) {
    const named = (message: string) => `"${item.Name ?? item.Id}": ${message}`;
    const content = contentsOf(item, series);
    if (typeof content === 'string') {
      problems.push({ line, message: named(content), severity: 'error' });
      continue;
    }
    const outside = pathsOf(item).find((path) => paths.linkTo(path) === undefined);
    if (outside !== undefined) {
      problems.push({ line, message: named(`${outside} is not below --base-path`), severity: 'error' });
      continue;
    }
    const facts = factsOf(item, paths);
    for (const each of content) {
      const { row, problems: own } = checkRow({ ...each, ...facts });
      problems.push(
        ...own.map((problem) => ({ line, severity: problem.severity, message: named(problemText(problem)) })),
      );
      if (row) parts.push({ line, row });
    }
  }
  const merged = mergedTitles(parts);
  const skipped = items.filter(({ item }) => !isMedia(item) && item.Type !== 'Series').length;
  return {
    titles: merged.titles,
    problems: [...problems, ...merged.problems],
    notes: [
      ...(paths.note === undefined ? [] : [paths.note]),
      ...(skipped > 0
        ? [`Left out, being neither movies nor episodes that have a file: ${counted(skipped, 'item')}`]
        : []),
    ],
  };
}

function itemsOf(text: string): { item: Item; line: number }[] {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF+/, ''));
  } catch (error) {
    throw new UnreadableFileError(`The file is not valid JSON: ${(error as Error).message}`, { cause: error });
  }
  const list = Array.isArray(value) ? value : (value as { Items?: unknown }).Items;
  const begin = Array.isArray(value) ? text.indexOf('[') : text.indexOf('[', text.search(ITEMS));
  if (!Array.isArray(list)) throw new UnreadableFileError('The file has no list of Items');
  const lines = arrayElements(text, begin).map(({ line }) => line);
  return list.flatMap((item: unknown, index) =>
    typeof item === 'object' && item !== null ? [{ item: item as Item, line: lines[index] ?? 1 }] : [],
  );
}

const tmdbIdOf = (ids: Item['ProviderIds']): string | undefined => {
  const [, id] = Object.entries(ids ?? {}).find(([name]) => name.toLowerCase() === 'tmdb') ?? [];
  return id === undefined || id === null || id === '' ? undefined : String(id);
};

/** By the series' own id: what TMDB calls it. */
function seriesIds(items: readonly Item[]): ReadonlyMap<string, string> {
  return new Map(
    items.flatMap((item) => {
      const id = item.Type === 'Series' ? tmdbIdOf(item.ProviderIds) : undefined;
      return item.Id !== undefined && id !== undefined ? [[item.Id, id] as const] : [];
    }),
  );
}

/** An episode without a file is listed with no location (LocationType "Virtual"). */
const isMedia = (item: Item): boolean =>
  (item.Type === 'Movie' || item.Type === 'Episode') && item.LocationType !== 'Virtual';

/** What a file is of: one title, or the episodes it holds; a sentence where that is not known. */
function contentsOf(item: Item, series: ReadonlyMap<string, string>): object[] | string {
  if (item.Type === 'Movie') {
    const tmdbId = tmdbIdOf(item.ProviderIds);
    return tmdbId === undefined
      ? 'ProviderIds.Tmdb is missing: identify it in Jellyfin'
      : [{ mediaType: 'movie', tmdbId }];
  }
  // An episode's own id is that of the episode; the API asks by the series.
  const tmdbId = tmdbIdOf(item.SeriesProviderIds) ?? series.get(item.SeriesId ?? '');
  if (tmdbId === undefined) {
    return `the TMDB id of its series${item.SeriesName ? ` ${item.SeriesName}` : ''} is not in the file: list the items of type Series, too`;
  }
  const { ParentIndexNumber: season, IndexNumber: first, IndexNumberEnd: last } = item;
  if (season === undefined || first === undefined) {
    return `${season === undefined ? 'ParentIndexNumber (the season)' : 'IndexNumber (the episode)'} is missing`;
  }
  const count = last !== undefined && last > first ? Math.min(last - first + 1, MOST_EPISODES) : 1;
  return Array.from({ length: count }, (_, index) => ({ mediaType: 'tv', tmdbId, season, episode: first + index }));
}

const sourcesOf = ({ MediaSources, Path }: Item): readonly MediaSource[] =>
  MediaSources && MediaSources.length > 0 ? MediaSources : Path === undefined ? [] : [{ Path }];

const externalSubtitles = ({ MediaStreams = [] }: MediaSource): readonly MediaStream[] =>
  MediaStreams.filter(({ Type, IsExternal, Path }) => Type === 'Subtitle' && IsExternal !== false && Path);

const pathsOf = (item: Item): string[] =>
  sourcesOf(item).flatMap((source) =>
    [source.Path, ...externalSubtitles(source).map(({ Path }) => Path)].filter((path) => path !== undefined),
  );

function factsOf(item: Item, paths: MediaPaths): object {
  const sources = sourcesOf(item);
  const link = (path: string | undefined) => (path === undefined ? undefined : paths.linkTo(path));
  const subtitles = sources.flatMap((source) =>
    externalSubtitles(source).map(({ Path, Language, Title }) => ({
      url: link(Path),
      ...(Language && { language: Language }),
      ...(Title && { label: Title }),
    })),
  );
  return {
    ...(item.Name && { title: item.SeriesName ? `${item.SeriesName}: ${item.Name}` : item.Name }),
    sources: sources.map((source) => {
      const video = source.MediaStreams?.find(({ Type }) => Type === 'Video');
      return {
        url: link(source.Path),
        ...(sources.length > 1 && source.Name && { label: source.Name }),
        ...(video?.Width && { width: video.Width }),
        ...(video?.Height && { height: video.Height }),
        ...(source.Bitrate && { bandwidth: source.Bitrate }),
        ...(video?.AverageFrameRate && { frameRate: Math.round(video.AverageFrameRate * 1000) / 1000 }),
      };
    }),
    ...(subtitles.length > 0 && { subtitles }),
    ...(item.RunTimeTicks && { duration: Math.round(item.RunTimeTicks / TICKS_PER_SECOND) }),
  };
}
