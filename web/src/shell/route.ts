import type { StreamRequest } from '@stream-api/client';
import { useSyncExternalStore } from 'react';

/** The page's tabs, in order. */
export const TABS = ['watch', 'try', 'operations', 'reference'] as const;
export type Tab = (typeof TABS)[number];

export interface Route {
  readonly tab: Tab;
  /** The title that the Watch tab shows. */
  readonly title: StreamRequest | undefined;
}

const ID = /^\d{1,12}$/;

/** Reads the address's fragment: `#watch/movie/550`, `#watch/tv/1396/1/1`, `#operations`. */
export function routeOf(fragment: string): Route {
  const [tab, mediaType, tmdbId = '', season = '', episode = ''] = fragment.replace(/^#/, '').split('/');
  const known = TABS.find((each) => each === tab) ?? 'watch';
  if (known !== 'watch' || !ID.test(tmdbId)) return { tab: known, title: undefined };
  if (mediaType === 'movie') return { tab: known, title: { tmdbId, mediaType } };
  if (mediaType !== 'tv' || !ID.test(season) || !ID.test(episode)) return { tab: known, title: undefined };
  return { tab: known, title: { tmdbId, mediaType, season: Number(season), episode: Number(episode) } };
}

export function fragmentOf({ tmdbId, mediaType, season, episode }: StreamRequest): string {
  return `#watch/${mediaType}/${tmdbId}${mediaType === 'tv' ? `/${season}/${episode}` : ''}`;
}

/** The current fragment. */
export function useFragment(): string {
  return useSyncExternalStore(
    (listener) => {
      window.addEventListener('hashchange', listener);
      return () => window.removeEventListener('hashchange', listener);
    },
    () => window.location.hash,
  );
}
