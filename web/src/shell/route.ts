import type { StreamRequest } from '@stream-api/client';
import { useSyncExternalStore } from 'react';

/** The page's tabs, in order. */
export const TABS = ['watch', 'try', 'operations', 'reference'] as const;
export type Tab = (typeof TABS)[number];

export interface Route {
  readonly tab: Tab;
  /** The title that the Watch tab shows. */
  readonly title: StreamRequest | undefined;
  /** Why the address names no title, when it looks as if it should. */
  readonly problem?: string;
}

const ID = /^\d{1,12}$/;

/** Reads the address's fragment: `#watch/movie/550`, `#watch/tv/1396/1/1`, `#operations`. */
export function routeOf(fragment: string): Route {
  const [tab, mediaType, tmdbId = '', season = '', episode = ''] = fragment.replace(/^#/, '').split('/');
  const known = TABS.find((each) => each === tab) ?? 'watch';
  if (known !== 'watch' || !mediaType) return { tab: known, title: undefined };
  const noTitle = (problem: string): Route => ({ tab: known, title: undefined, problem });
  if (mediaType !== 'movie' && mediaType !== 'tv') return noTitle('An address is #watch/movie/… or #watch/tv/….');
  if (!ID.test(tmdbId)) return noTitle('The address has no TMDB id: #watch/movie/550 has one.');
  if (mediaType === 'movie') return { tab: known, title: { tmdbId, mediaType } };
  if (!ID.test(season) || !ID.test(episode)) {
    return noTitle(`The address needs a season and an episode, too: #watch/tv/${tmdbId}/1/1.`);
  }
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
