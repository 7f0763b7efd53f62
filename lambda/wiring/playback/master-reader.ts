import { boundedCall } from '../../bounded-call.ts';
import type { Clock } from '../../clock.ts';
import { parseHls } from '../../manifests/hls.ts';
import { ManifestError } from '../../manifests/manifest.ts';
import { manifestFormatOf, manifestText } from '../../manifests/manifest-text.ts';
import { createHttpClient, type HttpClient, type HttpClientOptions } from '../../outgoing/http-client.ts';
import { LONGEST_MASTER } from '../../playback/stored-playback.ts';
import type { MasterReader, ReadMaster } from './playable-group.ts';

/** A host that failed, or that had no master, is asked again after this time at the earliest, by one container. */
const FAILURE_KEPT_MS = 5000;

/** What one container remembers. A title has one or two, of some kilobytes each. */
const MAX_KEPT = 100;

export interface MasterReaderOptions extends HttpClientOptions {
  readonly clock: Clock;
  /** For one master, in milliseconds. */
  readonly budgetMs: number;
  /** Reads another way where a host refuses. */
  readonly delivery?: { through(client: HttpClient): HttpClient } | undefined;
}

interface Kept {
  readonly reading: Promise<ReadMaster | undefined>;
  /** Milliseconds since 1970, once it has failed. */
  askAgainAt: number;
}

/**
 * Reads masters through the address guard, each link of an entry once a container: another entry may have another
 * master behind the same link. Make it once a container.
 */
export function createMasterReader({ clock, budgetMs, delivery, ...options }: MasterReaderOptions): MasterReader {
  const own = createHttpClient(options);
  const client = delivery?.through(own) ?? own;
  /** The least recently used first. */
  const kept = new Map<string, Kept>();

  async function read(link: string): Promise<ReadMaster | undefined> {
    const { status, body, finalUrl } = await boundedCall(clock, budgetMs, (signal) =>
      client.get(link, {
        signal,
        maxBytes: 4 * LONGEST_MASTER,
        accept: 'application/vnd.apple.mpegurl, application/x-mpegurl, */*;q=0.1',
        wantsRest: (start) => manifestFormatOf(manifestText(start)) === 'hls',
      }),
    );
    if (status === 404 || status === 410) return undefined;
    if (status < 200 || status > 299) throw new Error(`HTTP ${status}`);
    const text = manifestText(body);
    try {
      const { variants, references = [] } = parseHls(text, finalUrl);
      return variants && { text, url: finalUrl, references };
    } catch (error) {
      if (error instanceof ManifestError) return undefined;
      throw error;
    }
  }

  function begin(link: string): Kept {
    const begun: Kept = { reading: read(link), askAgainAt: Number.POSITIVE_INFINITY };
    const fail = () => {
      begun.askAgainAt = clock.now() + FAILURE_KEPT_MS;
    };
    begun.reading.then((master) => master === undefined && fail(), fail);
    return begun;
  }

  return (link, signal, storedAt) => {
    const key = `${storedAt} ${link}`;
    const known = kept.get(key);
    const used = known && clock.now() < known.askAgainAt ? known : begin(link);
    kept.delete(key);
    kept.set(key, used);
    if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value!);
    return boundedCall(clock, budgetMs, () => used.reading, signal);
  };
}
