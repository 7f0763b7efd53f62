import { boundedCall } from '../bounded-call.ts';
import type { Clock } from '../clock.ts';
import type { Inspection, SourceCandidate, SubtitleCandidate } from '../stream/candidate.ts';
import { sourceTypeOf, statedTypeOf } from '../stream/source-type.ts';
import { concurrencyLimit } from './concurrency-limit.ts';
import { parseDash } from './dash.ts';
import { parseHls, singleVttFile } from './hls.ts';
import type { GetOptions, HttpClient, HttpResponse } from './http-client.ts';
import { type Manifest, ManifestError } from './manifest.ts';
import { OutgoingError } from './outgoing-error.ts';

const MANIFEST_BYTES = 2 * 1024 * 1024;
const SUBTITLE_PLAYLIST_BYTES = 256 * 1024;
const MANIFESTS_AT_ONCE = 8;
const MOST_MANIFESTS = 100;
const MOST_SUBTITLE_PLAYLISTS = 50;
const ACCEPT = 'application/vnd.apple.mpegurl, application/x-mpegurl, application/dash+xml, */*;q=0.1';

/** What opening a source showed. `untouched`: it is a file, or past the bound, and was not opened. */
export type Finding =
  | { readonly outcome: 'read'; readonly contentType: string | undefined; readonly manifest: Manifest }
  | { readonly outcome: 'file'; readonly contentType: string | undefined }
  | { readonly outcome: 'gone' | 'refused' | 'failed' | 'untouched' };

/** Reads manifests for one extraction: each URL once, eight at a time, until the signal ends it. */
export interface ManifestReader {
  /** Never rejects. */
  read(candidate: SourceCandidate): Promise<Finding>;
}

export interface ManifestReaderOptions {
  readonly client: HttpClient;
  readonly clock: Clock;
  /** Milliseconds for one manifest, so that some that hang do not take the time of the others. */
  readonly budgetMs: number;
  /** Ends all of it. */
  readonly signal: AbortSignal;
}

export function createManifestReader({ client, clock, budgetMs, signal }: ManifestReaderOptions): ManifestReader {
  const get = (url: string, options: Omit<GetOptions, 'signal'>): Promise<HttpResponse> =>
    limit(() => boundedCall(clock, budgetMs, (budget) => client.get(url, { ...options, signal: budget }), signal));
  const limit = concurrencyLimit(MANIFESTS_AT_ONCE);
  const findings = new Map<string, Promise<Finding>>();
  const subtitleFiles = new Map<string, Promise<string | undefined>>();

  async function open(candidate: SourceCandidate, url: URL): Promise<Finding> {
    try {
      const response = await fetchManifest(candidate, url);
      const contentType = response.headers['content-type'];
      if (response.status === 404 || response.status === 410) return { outcome: 'gone' };
      if (response.status < 200 || response.status > 299) return { outcome: 'failed' };
      if (!isManifest(candidate, url, contentType)) return { outcome: 'file', contentType };
      const manifest = parse(response);
      const subtitles = await Promise.all(manifest.subtitles.map(withFile));
      return { outcome: 'read', contentType, manifest: { ...manifest, subtitles } };
    } catch (error) {
      return { outcome: error instanceof OutgoingError && error.reason === 'address' ? 'refused' : 'failed' };
    }
  }

  function fetchManifest(candidate: SourceCandidate, url: URL): Promise<HttpResponse> {
    return get(candidate.url, {
      maxBytes: MANIFEST_BYTES,
      accept: ACCEPT,
      wantsBody: (headers) => isManifest(candidate, url, headers['content-type']),
    });
  }

  function parse(response: HttpResponse): Manifest {
    // Parsing cannot be interrupted: once time is up, none is begun.
    signal.throwIfAborted();
    const text = new TextDecoder().decode(response.body).trimStart();
    if (text.startsWith('#EXTM3U')) return parseHls(text, response.finalUrl);
    if (text.startsWith('<')) return parseDash(text, response.finalUrl);
    throw new ManifestError('neither HLS nor DASH');
  }

  async function withFile(subtitle: SubtitleCandidate): Promise<SubtitleCandidate> {
    if (subtitle.delivery === undefined) return subtitle;
    let file = subtitleFiles.get(subtitle.url);
    if (file === undefined) {
      if (subtitleFiles.size === MOST_SUBTITLE_PLAYLISTS) return subtitle;
      file = fetchVttFile(subtitle.url).catch(() => undefined);
      subtitleFiles.set(subtitle.url, file);
    }
    const url = await file;
    return url === undefined ? subtitle : { ...subtitle, url, delivery: undefined };
  }

  async function fetchVttFile(url: string): Promise<string | undefined> {
    const response = await get(url, { maxBytes: SUBTITLE_PLAYLIST_BYTES, accept: ACCEPT });
    signal.throwIfAborted();
    return singleVttFile(new TextDecoder().decode(response.body), response.finalUrl);
  }

  return {
    read: async (candidate) => {
      const url = URL.parse(candidate.url);
      const stated = url === null ? undefined : statedTypeOf(candidate, url);
      if (url === null || stated === 'mp4' || stated === 'webm') return { outcome: 'untouched' };
      const known = findings.get(candidate.url);
      if (known !== undefined) return known;
      if (findings.size === MOST_MANIFESTS) return { outcome: 'untouched' };
      const finding = open(candidate, url);
      findings.set(candidate.url, finding);
      return finding;
    },
  };
}

/** What is not said to be HLS or DASH is asked for its Content-Type, and read only if that says so. */
function isManifest(candidate: SourceCandidate, url: URL, contentType: string | undefined): boolean {
  const inspected: Inspection = { contentType };
  const type = sourceTypeOf({ ...candidate, inspected }, url);
  return type === 'hls' || type === 'dash';
}
