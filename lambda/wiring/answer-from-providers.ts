import { bestQuality } from '../../contract/rank.ts';
import type { ExtractedAnswer, ExtractionOutcome } from '../cache/extraction.ts';
import type { Deadline } from '../deadline.ts';
import { packedPlayback } from '../playback/stored-playback.ts';
import { catalogueTable } from '../providers/catalogue-reader.ts';
import type { ExtractionObserver } from '../providers/events.ts';
import { NotFoundError, UnavailableError } from '../providers/provider.ts';
import { createProviders, type ProvidersOptions } from '../providers/providers.ts';
import { type BuiltAnswer, buildVideoData, type ProviderLabels } from '../stream/answer.ts';
import type { Content } from '../stream/content.ts';
import type { TableClient } from '../table.ts';
import { entityTag } from './entity-tag.ts';

/*
 * Everything that only an extraction needs. The first one of a container loads it, so that hits start without it.
 */

export interface AnswerFromProvidersOptions extends Omit<ProvidersOptions, 'readCatalogue'> {
  readonly client: TableClient;
  readonly catalogueTable: string;
  /** Receives the error of every extraction that failed. */
  readonly onFailure: (error: unknown) => void;
}

export type AnswerFromProviders = (
  content: Content,
  deadline: Deadline,
  observer: ExtractionObserver,
) => Promise<ExtractionOutcome>;

/** Returns the function that makes an answer from what the providers find. It never rejects. */
export function answerFromProviders(options: AnswerFromProvidersOptions): AnswerFromProviders {
  const { client, clock } = options;
  const provide = createProviders({
    ...options,
    readCatalogue: catalogueTable(client, options.catalogueTable),
  });
  const labels = providerLabels(options.providers);
  return async (content, deadline, observer) => {
    try {
      const extraction = await provide(content, deadline, observer);
      const built = buildVideoData(content, extraction, clock.now(), labels);
      if (built === undefined) return { outcome: 'not-found' };
      observer.onBuilt?.(built.dropped);
      return { outcome: 'found', answer: { ...toAnswer(built), isPartial: extraction.isPartial } };
    } catch (error) {
      if (error instanceof NotFoundError) return { outcome: 'not-found' };
      options.onFailure(error);
      if (!(error instanceof UnavailableError)) return { outcome: deadline.signal.aborted ? 'timeout' : 'unavailable' };
      const { timedOut, retryAfter, blocked } = error;
      return { outcome: timedOut ? 'timeout' : 'unavailable', retryAfter, blocked };
    }
  };
}

function toAnswer({ data, masters, expiresAt, signedWithoutExpiry }: BuiltAnswer): ExtractedAnswer {
  const text = JSON.stringify(data);
  return {
    data: text,
    etag: entityTag(text),
    sourceCount: data.sources.length,
    subtitleCount: data.subtitles.length,
    bestQuality: bestQuality(data.sources),
    links: { expiresAt, signedWithoutExpiry },
    ...(masters && { playback: packedPlayback(masters, (id) => data.sources.find((each) => each.id === id)?.url) }),
  };
}

/** Undefined for a stage with one provider, whose answers name none. */
function providerLabels(providers: ProvidersOptions['providers']): ProviderLabels | undefined {
  return providers.length < 2 ? undefined : new Map(providers.map(({ name, label = name }) => [name, label]));
}
