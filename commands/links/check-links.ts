import type { VideoData } from '../../contract/answer.ts';
import { systemClock } from '../../lambda/clock.ts';
import { createHttpClient, type HttpClient } from '../../lambda/outgoing/http-client.ts';
import type { Probe } from '../../lambda/probes/probe.ts';
import { probeAll } from '../../lambda/probes/probe-all.ts';
import { probeSubtitle } from '../../lambda/probes/probe-subtitle.ts';
import { CdnCheck, type LinkVerdict } from './cdn-check.ts';
import type { OriginLink } from './cdn-findings.ts';
import type { StageCdns } from './stage-cdns.ts';

/** In place of any page, where the operator names none. It never resolves (RFC 2606). */
const ANY_PAGE = 'https://site.example';
const REQUEST_MS = 8_000;
const SLOW_MS = 2_000;

export interface LinkCheckOptions {
  /** Private origins that may be asked. */
  readonly trustedOrigins: readonly string[];
  /** Origin of the pages that play the sources; undefined: any. */
  readonly origin?: string | undefined;
  /** The CDNs that links lead through. */
  readonly cdns?: StageCdns | undefined;
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
  readonly verdict: LinkVerdict;
  readonly reason?: string | undefined;
  /** What is no fault and yet worth knowing. */
  readonly notes: readonly string[];
}

/** Probes every link of titles: as much as a player needs, and the start of files and whole subtitles besides. */
export class LinkChecker {
  readonly #client: HttpClient;
  readonly #options: LinkCheckOptions;
  readonly #cdns: CdnCheck | undefined;

  constructor(options: LinkCheckOptions) {
    this.#options = options;
    this.#client = createHttpClient({ trustedOrigins: options.trustedOrigins });
    this.#cdns = options.cdns && new CdnCheck(options.cdns, this.#client);
  }

  /** @param data what the API would answer for the title */
  async check(title: string, { sources, subtitles }: Pick<VideoData, 'sources' | 'subtitles'>): Promise<LinkCheck[]> {
    const { origin } = this.#options;
    const signal = new AbortController().signal;
    const client = this.#cdns?.client ?? this.#client;
    const request = { client, clock: systemClock, requestMs: REQUEST_MS, signal };
    const page = origin ?? ANY_PAGE;
    const files = subtitles.filter(({ delivery }) => delivery === undefined);
    const [ofSources, ofSubtitles] = await Promise.all([
      probeAll(sources, {
        ...request,
        origins: [page],
        anyOrigin: origin === undefined,
        slowMs: SLOW_MS,
        readsFiles: true,
        keepsManifests: this.#cdns !== undefined,
      }),
      Promise.all(files.map(({ url }) => probeSubtitle(url, { ...request, origin: page }))),
    ]);
    return Promise.all([
      ...sources.map(async ({ url, type, quality }, index) => {
        const link = { title, kind: 'source', type, quality, url } as const;
        return { ...link, ...(await this.#finding({ url, type }, ofSources[index]!)) };
      }),
      ...files.map(async ({ url, language }, index) => {
        const link = { title, kind: 'subtitle', type: language, url } as const;
        return { ...link, ...(await this.#finding({ url }, ofSubtitles[index]!)) };
      }),
    ]);
  }

  async #finding(link: OriginLink, { verdict, reason, notes, ...probe }: Probe): Promise<Finding> {
    const finding = { verdict, ...(reason && { reason }), notes };
    return this.#cdns?.finding(link, { ...probe, ...finding }) ?? finding;
  }

  close(): void {
    this.#client.close();
  }
}

type Finding = Pick<LinkCheck, 'verdict' | 'reason' | 'notes'>;

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
