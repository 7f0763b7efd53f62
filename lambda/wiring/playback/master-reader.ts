import { boundedCall } from '../../bounded-call.ts';
import type { Clock } from '../../clock.ts';
import { parseHls } from '../../manifests/hls.ts';
import { ManifestError } from '../../manifests/manifest.ts';
import { manifestFormatOf, manifestText } from '../../manifests/manifest-text.ts';
import { createHttpClient, type HttpClientOptions } from '../../outgoing/http-client.ts';
import { LONGEST_MASTER } from '../../playback/stored-playback.ts';
import type { MasterText } from '../../stream/candidate.ts';
import type { MasterReader } from './playable-group.ts';

/** What one container remembers. A title has one or two, of some kilobytes each. */
const MAX_KEPT = 100;

export interface MasterReaderOptions extends HttpClientOptions {
  readonly clock: Clock;
  /** For one master, in milliseconds. */
  readonly budgetMs: number;
}

/** Reads masters through the address guard, each link once a container. Make it once a container. */
export function createMasterReader({ clock, budgetMs, ...options }: MasterReaderOptions): MasterReader {
  const client = createHttpClient(options);
  /** The least recently used first. */
  const kept = new Map<string, Promise<MasterText | undefined>>();

  async function read(link: string): Promise<MasterText | undefined> {
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
      return parseHls(text, finalUrl).variants && { text, url: finalUrl };
    } catch (error) {
      if (error instanceof ManifestError) return undefined;
      throw error;
    }
  }

  return (link, signal) => {
    const reading = kept.get(link) ?? read(link);
    kept.delete(link);
    kept.set(link, reading);
    // A failure may be over by the next request.
    reading.catch(() => kept.delete(link));
    for (const [oldest] of kept) {
      if (kept.size <= MAX_KEPT) break;
      kept.delete(oldest);
    }
    return boundedCall(clock, budgetMs, () => reading, signal);
  };
}
