import { boundedCall } from '../../lambda/bounded-call.ts';
import { systemClock } from '../../lambda/clock.ts';
import { cdnClient } from '../../lambda/delivery/cdn-client.ts';
import { concurrencyLimit } from '../../lambda/manifests/concurrency-limit.ts';
import type { HttpClient } from '../../lambda/outgoing/http-client.ts';
import { isFailing, type Probe, type Verdict } from '../../lambda/probes/probe.ts';
import { cdnNotes, leftOut, type OriginLink, signingCdn, tokenLost } from './cdn-findings.ts';
import type { StageCdns } from './stage-cdns.ts';

/** Of the requests that look whether an origin is open. */
const AT_ONCE = 4;
const REQUEST_MS = 8_000;

/**
 * What a probe found, or of a link that a CDN of the stage leads to: no answer has it, it lists links that get no
 * token, or its origin is open beside the CDN.
 */
export type LinkVerdict = Verdict | 'left-out' | 'no-token' | 'open';

interface CdnFinding {
  readonly verdict: LinkVerdict;
  readonly reason?: string | undefined;
  readonly notes: readonly string[];
}

/** Looks at links as the CDNs of a stage lead to them. */
export class CdnCheck {
  /** Asks a CDN for what its origin refuses. */
  readonly client: HttpClient;
  readonly #stage: StageCdns;
  readonly #own: HttpClient;
  readonly #atOnce = concurrencyLimit(AT_ONCE);

  constructor(stage: StageCdns, own: HttpClient) {
    this.#stage = stage;
    this.#own = own;
    this.client = cdnClient(own, stage.linksNow);
  }

  /** @param probe of the link, by {@link client} and with its manifests */
  async finding(link: OriginLink, probe: Probe): Promise<CdnFinding> {
    const { cdns } = this.#stage;
    const { verdict, reason, manifests = [] } = probe;
    const lost = tokenLost(cdns, link, manifests);
    const notes = [...probe.notes, ...cdnNotes(cdns, link), ...lost.notes];
    const obstacle = leftOut(cdns, link);
    if (obstacle !== undefined) return { verdict: 'left-out', reason: obstacle, notes };
    if (isFailing(verdict)) return { verdict, reason, notes };
    if (lost.reason !== undefined) return { verdict: 'no-token', reason: lost.reason, notes };
    const cdn = signingCdn(cdns, link);
    if (cdn === undefined || !(await this.#opens(link.url))) return { verdict, ...(reason && { reason }), notes };
    return { verdict: 'open', reason: `it opens without a token, so nobody needs CDN ${cdn.name}`, notes };
  }

  /** Whether the origin answers: also without the query, which may be its signature. */
  async #opens(link: string): Promise<boolean> {
    const url = new URL(link);
    url.search = '';
    const ask = (signal: AbortSignal) =>
      this.#own.get(url.href, { signal, headers: { range: 'bytes=0-0' }, firstBytes: 1 });
    try {
      const { status } = await this.#atOnce(() => boundedCall(systemClock, REQUEST_MS, ask));
      return status >= 200 && status <= 299;
    } catch {
      return false;
    }
  }
}
