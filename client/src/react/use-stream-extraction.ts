import { useCallback, useRef, useState } from 'react';
import type { MediaType, StreamClient, VideoData } from '../index.ts';
import { pageClient } from './page-client.ts';

export interface ExtractionOptions {
  /** A component keeps the client of its first render. Default: one client for the page's origin. */
  client?: StreamClient | undefined;
}

export interface StreamExtraction {
  /**
   * Asks for a title, again when it has failed before. What is asked for later replaces what is under way.
   *
   * @returns the sources; undefined when there are none, or another title was asked for meanwhile. Never rejects.
   */
  extract: (
    tmdbId: string | number,
    mediaType: MediaType,
    season?: number,
    episode?: number,
  ) => Promise<VideoData | undefined>;
  loading: boolean;
  /** Why there are no sources, or no newer ones, in words for a viewer. */
  error: string | null;
  /** The sources of the title that was asked for last, never those of another one. */
  data: VideoData | null;
}

interface Shown extends Pick<StreamExtraction, 'loading' | 'error' | 'data'> {
  readonly title?: string;
}

/**
 * Asks for titles when the page says so, as at a click. {@link useStream} is for a title that is known at render: it
 * also replaces links that expire.
 *
 * @example
 * const { extract, loading, error, data } = useStreamExtraction({ client });
 * return <button disabled={loading} onClick={() => extract('1396', 'tv', 1, 1)}>Play</button>;
 */
export function useStreamExtraction(options: ExtractionOptions = {}): StreamExtraction {
  const [client] = useState(() => options.client ?? pageClient());
  const [{ loading, error, data }, setShown] = useState<Shown>({ loading: false, error: null, data: null });
  const latest = useRef<AbortController | undefined>(undefined);

  const extract = useCallback<StreamExtraction['extract']>(
    async (tmdbId, mediaType, season, episode) => {
      latest.current?.abort();
      latest.current = new AbortController();
      const { signal } = latest.current;
      const title = JSON.stringify([String(tmdbId), mediaType, season, episode]);
      const show = (change: Partial<Shown>) => {
        if (!signal.aborted) setShown((shown) => ({ ...shown, loading: false, error: null, ...change }));
      };
      setShown((shown) => ({ title, loading: true, error: null, data: shown.title === title ? shown.data : null }));
      try {
        const onRefresh = (newer: VideoData) => show({ data: newer });
        const found = await client.getStream({ tmdbId, mediaType, season, episode }, { signal, onRefresh });
        show({ data: found });
        return found;
      } catch (failure) {
        show({ error: (failure as Error)?.message ?? String(failure) });
        return undefined;
      }
    },
    [client],
  );

  return { extract, loading, error, data };
}
