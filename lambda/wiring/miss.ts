import { createHash } from 'node:crypto';
import type { ExtractedAnswer, ExtractionOutcome } from '../cache/answer-source.ts';
import type { Clock } from '../clock.ts';
import type { Deadline } from '../deadline.ts';
import { type CatalogueTableClient, catalogueTable } from '../providers/catalogue-reader.ts';
import type { ExtractionObserver } from '../providers/events.ts';
import { NotFoundError, UnavailableError } from '../providers/provider.ts';
import { createProviders, type ProvidersOptions } from '../providers/providers.ts';
import { type BuiltAnswer, buildVideoData } from '../stream/answer.ts';
import type { Content } from '../stream/content.ts';
import { bestQuality } from '../stream/ranking.ts';

/*
 * Everything that only a miss needs: loaded by the first one, so that a container that answers from the cache starts
 * without it.
 */

export interface MissOptions extends Omit<ProvidersOptions, 'readCatalogue'> {
  readonly client: CatalogueTableClient;
  readonly catalogueTable: string;
  readonly clock: Clock;
  readonly observer: ExtractionObserver;
  /** Told of a failure that is a fault of ours, not of an upstream. */
  readonly onFailure: (error: unknown) => void;
}

export type Miss = (content: Content, deadline: Deadline) => Promise<ExtractionOutcome>;

/** Makes the one function that turns a content into an answer. It never rejects. */
export function createMiss(options: MissOptions): Miss {
  const { client, clock } = options;
  const extract = createProviders({
    ...options,
    readCatalogue: catalogueTable(client, options.catalogueTable),
  });
  return async (content, deadline) => {
    try {
      const built = buildVideoData(content, await extract(content, deadline, options.observer), clock.now());
      if (built === undefined) return { outcome: 'not-found' };
      options.observer.onBuilt?.(built.dropped);
      return { outcome: 'found', answer: toAnswer(built) };
    } catch (error) {
      if (error instanceof NotFoundError) return { outcome: 'not-found' };
      options.onFailure(error);
      if (!(error instanceof UnavailableError)) return { outcome: deadline.signal.aborted ? 'timeout' : 'unavailable' };
      const { timedOut, retryAfter, blocked } = error;
      return { outcome: timedOut ? 'timeout' : 'unavailable', retryAfter, blocked };
    }
  };
}

function toAnswer({ data, expiresAt, signedWithoutExpiry }: BuiltAnswer): ExtractedAnswer {
  const text = JSON.stringify(data);
  return {
    data: text,
    etag: `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`,
    sourceCount: data.sources.length,
    subtitleCount: data.subtitles.length,
    bestQuality: bestQuality(data),
    links: { expiresAt, signedWithoutExpiry },
  };
}
