import { boundedCall } from '../bounded-call.ts';
import type { Clock } from '../clock.ts';
import type { GetOptions, HttpClient, HttpResponse } from '../outgoing/http-client.ts';
import { OutgoingError } from '../outgoing/outgoing-error.ts';
import type { SourceCandidate, SubtitleCandidate } from '../stream/candidate.ts';
import { isSoundFile, sourceTypeOf, statedTypeOf } from '../stream/source-type.ts';
import { concurrencyLimit } from './concurrency-limit.ts';
import { parseDash } from './dash.ts';
import { parseHls, singleVttFile } from './hls.ts';
import { lowestVariant, type Manifest, type PlaylistVariant } from './manifest.ts';
import { manifestFormatOf, manifestText } from './manifest-text.ts';

const MANIFEST_BYTES = 2 * 1024 * 1024;
const SUBTITLE_PLAYLIST_BYTES = 256 * 1024;
const MANIFESTS_AT_ONCE = 8;
const MAX_MANIFESTS = 100;
const MAX_SUBTITLE_PLAYLISTS = 50;
const ACCEPT = 'application/vnd.apple.mpegurl, application/x-mpegurl, application/dash+xml, */*;q=0.1';

/** The outcome of opening a source. `untouched`: it is a file, or past the bound, and was not opened. */
export type Finding =
  | { readonly outcome: 'read'; readonly contentType: string | undefined; readonly manifest: Manifest }
  | { readonly outcome: 'file'; readonly contentType: string | undefined }
  | { readonly outcome: 'gone' | 'refused' | 'failed' | 'untouched' };

/** Reads manifests for one extraction: each URL once, eight at a time, until the signal is aborted. */
export interface ManifestReader {
  /** Never rejects. */
  read(candidate: SourceCandidate): Promise<Finding>;
}

export interface ManifestReaderOptions {
  readonly client: HttpClient;
  readonly clock: Clock;
  /** Milliseconds for one manifest, so that a hanging one leaves time for the others. */
  readonly budgetMs: number;
  /** Ends every request. */
  readonly signal: AbortSignal;
  /** No duration is declared: then a master playlist's is read from its lowest variant. */
  readonly wantsDuration: boolean;
}

export function createManifestReader(options: ManifestReaderOptions): ManifestReader {
  const { client, clock, budgetMs, signal, wantsDuration } = options;
  const get = (url: string, request: Omit<GetOptions, 'signal'>): Promise<HttpResponse> =>
    limit(() => boundedCall(clock, budgetMs, (budget) => client.get(url, { ...request, signal: budget }), signal));
  const limit = concurrencyLimit(MANIFESTS_AT_ONCE);
  const opened = new Map<string, Promise<Finding>>();
  const findings = new Map<string, Promise<Finding>>();
  const subtitleFiles = new Map<string, Promise<string | undefined>>();
  let variantDuration: Promise<number | undefined> = Promise.resolve(undefined);

  function open(candidate: SourceCandidate, url: URL): Promise<Finding> {
    let finding = opened.get(candidate.url);
    if (finding === undefined) {
      finding = fetchManifest(candidate, url).catch((error) => ({
        outcome: error instanceof OutgoingError && error.reason === 'address' ? 'refused' : 'failed',
      }));
      opened.set(candidate.url, finding);
    }
    return finding;
  }

  async function fetchManifest(candidate: SourceCandidate, url: URL): Promise<Finding> {
    const response = await get(candidate.url, {
      maxBytes: MANIFEST_BYTES,
      accept: ACCEPT,
      wantsBody: (headers) => mayBeManifest(candidate, url, headers['content-type']),
      wantsRest: (start) => manifestFormatOf(manifestText(start)) !== undefined,
    });
    const contentType = response.headers['content-type'];
    if (response.status === 404 || response.status === 410) return { outcome: 'gone' };
    if (response.status < 200 || response.status > 299) return { outcome: 'failed' };
    const manifest = parse(response, candidate.url);
    if (manifest !== undefined) return { outcome: 'read', contentType, manifest };
    const type = sourceTypeOf({ ...candidate, inspected: { contentType } }, url);
    return type === 'hls' || type === 'dash' ? { outcome: 'failed' } : { outcome: 'file', contentType };
  }

  /** The manifest, recognised by its first bytes whatever path and Content-Type are; undefined when it is not one. */
  function parse(response: HttpResponse, listedUrl: string): Manifest | undefined {
    // Parsing cannot be interrupted, so it does not start after the deadline.
    signal.throwIfAborted();
    const text = manifestText(response.body);
    const format = manifestFormatOf(text);
    if (format === 'hls') {
      const playlist = parseHls(text, response.finalUrl);
      return playlist.variants ? { ...playlist, master: { text, url: response.finalUrl } } : playlist;
    }
    if (format !== 'dash') return undefined;
    const manifest = parseDash(text, response.finalUrl);
    // A player finds a track by its source, whose URL is the one before redirects.
    const subtitles = manifest.subtitles.map((each) =>
      each.delivery === undefined ? each : { ...each, url: listedUrl },
    );
    return { ...manifest, subtitles };
  }

  /** Adds the facts that only a master's own playlists have: its single-file subtitles, and a wanted duration. */
  async function completed(finding: Finding): Promise<Finding> {
    if (finding.outcome !== 'read' || finding.manifest.type !== 'hls') return finding;
    const { manifest } = finding;
    const [subtitles, duration] = await Promise.all([
      Promise.all(manifest.subtitles.map(withFile)),
      wantsDuration && manifest.variants !== undefined ? durationOf(manifest.variants) : manifest.duration,
    ]);
    return { ...finding, manifest: { ...manifest, subtitles, duration } };
  }

  /** The duration of the title; a second master's is read only where the first one's is unknown. */
  function durationOf(variants: readonly PlaylistVariant[]): Promise<number | undefined> {
    const lowest = lowestVariant(variants);
    const url = lowest === undefined ? null : URL.parse(lowest.url);
    if (lowest === undefined || url === null) return variantDuration;
    variantDuration = variantDuration.then(async (known) => {
      if (known !== undefined) return known;
      const playlist = await open({ url: lowest.url, type: 'hls' }, url);
      return playlist.outcome === 'read' ? playlist.manifest.duration : undefined;
    });
    return variantDuration;
  }

  async function withFile(subtitle: SubtitleCandidate): Promise<SubtitleCandidate> {
    if (subtitle.delivery === undefined) return subtitle;
    let file = subtitleFiles.get(subtitle.url);
    if (file === undefined) {
      if (subtitleFiles.size === MAX_SUBTITLE_PLAYLISTS) return subtitle;
      file = fetchVttFile(subtitle.url).catch(() => undefined);
      subtitleFiles.set(subtitle.url, file);
    }
    const url = await file;
    return url === undefined ? subtitle : { ...subtitle, url, delivery: undefined };
  }

  async function fetchVttFile(url: string): Promise<string | undefined> {
    const response = await get(url, { maxBytes: SUBTITLE_PLAYLIST_BYTES, accept: ACCEPT });
    signal.throwIfAborted();
    return singleVttFile(manifestText(response.body), response.finalUrl);
  }

  return {
    read: async (candidate) => {
      const url = URL.parse(candidate.url);
      const stated = url === null ? undefined : statedTypeOf(candidate, url);
      if (
        url === null ||
        candidate.needsHeaders ||
        stated === 'mp4' ||
        stated === 'webm' ||
        isSoundFile(candidate, url)
      ) {
        return { outcome: 'untouched' };
      }
      const known = findings.get(candidate.url);
      if (known !== undefined) return known;
      if (findings.size === MAX_MANIFESTS) return { outcome: 'untouched' };
      const finding = open(candidate, url).then(completed);
      findings.set(candidate.url, finding);
      return finding;
    },
  };
}

/** Whether the body's first bytes are worth a look: not where it is declared to be a file. */
function mayBeManifest(candidate: SourceCandidate, url: URL, contentType: string | undefined): boolean {
  const stated = statedTypeOf(candidate, url) ?? statedTypeOf({ url: '', type: contentType }, url);
  return stated !== 'mp4' && stated !== 'webm';
}
