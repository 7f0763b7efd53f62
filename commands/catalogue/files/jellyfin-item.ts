import type { MediaPaths } from './media-paths.ts';

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

/** One item, as far as a catalogue needs it. */
export interface Item {
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

const tmdbIdOf = (ids: Item['ProviderIds']): string | undefined => {
  const [, id] = Object.entries(ids ?? {}).find(([name]) => name.toLowerCase() === 'tmdb') ?? [];
  return id === undefined || id === null || id === '' ? undefined : String(id);
};

/** By the series' own id: what TMDB calls it. */
export function seriesIds(items: readonly Item[]): ReadonlyMap<string, string> {
  return new Map(
    items.flatMap((item) => {
      const id = item.Type === 'Series' ? tmdbIdOf(item.ProviderIds) : undefined;
      return item.Id !== undefined && id !== undefined ? [[item.Id, id] as const] : [];
    }),
  );
}

/** An episode without a file is listed with no location (LocationType "Virtual"). */
export const isMedia = (item: Item): boolean =>
  (item.Type === 'Movie' || item.Type === 'Episode') && item.LocationType !== 'Virtual';

/** What a file is of: one title, or the episodes it holds; a sentence where that is not known. */
export function contentsOf(item: Item, series: ReadonlyMap<string, string>): object[] | string {
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

/** All files of an item. */
export const pathsOf = (item: Item): string[] =>
  sourcesOf(item).flatMap((source) =>
    [source.Path, ...externalSubtitles(source).map(({ Path }) => Path)].filter((path) => path !== undefined),
  );

/** The fields of a row that an item has. */
export function factsOf(item: Item, paths: MediaPaths): object {
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
