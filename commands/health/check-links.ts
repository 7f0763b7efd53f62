import type { VideoData } from '../../contract/answer.ts';
import { systemClock } from '../../lambda/clock.ts';
import { createHttpClient, type HttpClient } from '../../lambda/outgoing/http-client.ts';
import type { Probe, Verdict } from '../../lambda/probes/probe.ts';
import { probeAll } from '../../lambda/probes/probe-all.ts';
import { probeSubtitle } from '../../lambda/probes/probe-subtitle.ts';

/** In place of any page, where the operator names none. It never resolves (RFC 2606). */
const ANY_PAGE = 'https://site.example';
const REQUEST_MS = 8_000;
const SLOW_MS = 2_000;

export interface LinkCheckOptions {
  /** Private origins that may be asked. */
  readonly trustedOrigins: readonly string[];
  /** Origin of the pages that play the sources; undefined: any. */
  readonly origin?: string | undefined;
}

/** What a check found of one link, as `--json` prints it. */
export interface LinkCheck {
  /** Key of the title. */
  readonly title: string;
  readonly kind: 'source' | 'subtitle';
  /** hls, dash, mp4 or webm; of a subtitle its language. */
  readonly type: string;
  readonly quality?: string;
  readonly url: string;
  readonly verdict: Verdict;
  readonly reason?: string | undefined;
  /** What is no fault and yet worth knowing. */
  readonly notes: readonly string[];
}

/** Probes every link of titles: as much as a player needs, and the start of files and whole subtitles besides. */
export class LinkChecker {
  readonly #client: HttpClient;
  readonly #options: LinkCheckOptions;

  constructor(options: LinkCheckOptions) {
    this.#options = options;
    this.#client = createHttpClient({ trustedOrigins: options.trustedOrigins });
  }

  /** @param data what the API would answer for the title */
  async check(title: string, { sources, subtitles }: Pick<VideoData, 'sources' | 'subtitles'>): Promise<LinkCheck[]> {
    const { origin } = this.#options;
    const signal = new AbortController().signal;
    const request = { client: this.#client, clock: systemClock, requestMs: REQUEST_MS, signal };
    const page = origin ?? ANY_PAGE;
    const files = subtitles.filter(({ delivery }) => delivery === undefined);
    const [ofSources, ofSubtitles] = await Promise.all([
      probeAll(sources, {
        ...request,
        origins: [page],
        anyOrigin: origin === undefined,
        slowMs: SLOW_MS,
        readsFiles: true,
      }),
      Promise.all(files.map(({ url }) => probeSubtitle(url, { ...request, origin: page }))),
    ]);
    return [
      ...sources.map(({ url, type, quality }, index) => {
        const link = { title, kind: 'source', type, quality, url } as const;
        return { ...link, ...findingOf(ofSources[index]!) };
      }),
      ...files.map(({ url, language }, index) => {
        const link = { title, kind: 'subtitle', type: language, url } as const;
        return { ...link, ...findingOf(ofSubtitles[index]!) };
      }),
    ];
  }

  close(): void {
    this.#client.close();
  }
}

const findingOf = ({ verdict, reason, notes }: Probe) => ({ verdict, ...(reason && { reason }), notes });

/** Whether a check found something that viewers would notice. What could not be asked is no finding. */
export const isWrong = ({ verdict }: LinkCheck): boolean => verdict !== 'ok' && verdict !== 'inconclusive';

/** Nothing is wrong, and something was looked at: what was not could be anything. */
export const isWell = (checks: readonly LinkCheck[]): boolean =>
  !checks.some(isWrong) &&
  !checks.some(isRefused) &&
  (checks.length === 0 || checks.some(({ verdict }) => verdict === 'ok'));

/** Not asked, since its address is private and its origin not among the trusted ones. */
export const isRefused = ({ verdict, reason = '' }: LinkCheck): boolean =>
  verdict === 'inconclusive' && reason.includes('not a public address');
