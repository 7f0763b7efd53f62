import { boundedCall } from '../bounded-call.ts';
import type { Clock } from '../clock.ts';
import { manifestText } from '../manifests/manifest-text.ts';
import type { GetOptions, HttpClient, HttpResponse } from '../outgoing/http-client.ts';
import { failureOfError, failureOfStatus, ProbeFailure, type ProbeStep, type ReadManifest } from './probe.ts';

/** Of one segment or file no more is counted, however much a server sends at once. */
export const MOST_BYTES = 64 * 1024;
const MANIFEST_BYTES = 2 * 1024 * 1024;

export interface ProbeRequestsOptions {
  readonly client: HttpClient;
  readonly clock: Clock;
  /** Milliseconds for one request. */
  readonly requestMs: number;
  /** Ends every request. */
  readonly signal: AbortSignal;
  /** Sent as `Origin`. */
  readonly origin?: string | undefined;
  /** The result has what was read of each manifest. */
  readonly keepsManifests?: boolean | undefined;
}

/** A response, and whether it came from another origin than the page's. */
export interface Asked {
  readonly step: ProbeStep;
  readonly response: HttpResponse;
  /** Origins of the link and of what it was redirected to. */
  readonly origins: readonly string[];
}

/**
 * The requests of one probe, in order. They carry a range and the site's origin, and nothing that identifies anybody.
 *
 * @throws ProbeFailure from each method: no answer, or no success
 */
export class ProbeRequests {
  readonly asked: Asked[] = [];
  readonly manifests: ReadManifest[] = [];
  readonly #options: ProbeRequestsOptions;

  constructor(options: ProbeRequestsOptions) {
    this.#options = options;
  }

  get steps(): ProbeStep[] {
    return this.asked.map(({ step }) => step);
  }

  /** A whole manifest. */
  async manifest(url: string, what: string): Promise<{ readonly text: string; readonly finalUrl: string }> {
    const { body, finalUrl } = await this.#get(url, what, { maxBytes: MANIFEST_BYTES });
    const text = manifestText(body);
    if (this.#options.keepsManifests) this.manifests.push({ text, url: finalUrl });
    return { text, finalUrl };
  }

  /** The first byte of a segment or file; the connection is closed at the first chunk of a server that sends more. */
  firstByte(url: string, what: string): Promise<HttpResponse> {
    return this.beginning(url, what, 1);
  }

  /** The first bytes of a file. */
  async beginning(url: string, what: string, bytes: number): Promise<HttpResponse> {
    const response = await this.#get(url, what, {
      headers: { range: `bytes=0-${bytes - 1}`, 'accept-encoding': 'identity' },
      firstBytes: bytes,
      maxBytes: 4 * MOST_BYTES,
    });
    if (response.body.length === 0) throw new ProbeFailure('invalid', `the ${what} is empty`);
    if (/^(text\/html|application\/json)/i.test(response.headers['content-type'] ?? '')) {
      throw new ProbeFailure('invalid', `the ${what} is ${response.headers['content-type']?.split(';')[0]}`);
    }
    return response;
  }

  /** Asks again for what a page of another origin would be allowed. */
  async allowOriginFor(url: string, what: string, origin: string): Promise<string | undefined> {
    const { headers } = await this.#send(url, what, { headers: { origin }, firstBytes: 1, maxBytes: MANIFEST_BYTES });
    return headers['access-control-allow-origin'];
  }

  async #get(url: string, what: string, request: Omit<GetOptions, 'signal'>): Promise<HttpResponse> {
    const { clock, origin } = this.#options;
    const began = clock.now();
    const headers = { ...request.headers, ...(origin !== undefined && { origin }) };
    const response = await this.#send(url, what, { ...request, headers });
    const step: ProbeStep = {
      what,
      status: response.status,
      ms: clock.now() - began,
      bytes: request.firstBytes === undefined ? response.body.length : Math.min(response.body.length, MOST_BYTES),
      allowOrigin: response.headers['access-control-allow-origin'],
    };
    const origins = [...new Set([new URL(url).origin, new URL(response.finalUrl).origin])];
    this.asked.push({ step, response, origins });
    const failure = failureOfStatus(response.status, what);
    if (failure) throw failure;
    return response;
  }

  async #send(url: string, what: string, request: Omit<GetOptions, 'signal'>): Promise<HttpResponse> {
    const { client, clock, requestMs, signal } = this.#options;
    try {
      const get = (budget: AbortSignal) => client.get(url, { ...request, signal: budget });
      return await boundedCall(clock, requestMs, get, signal);
    } catch (error) {
      if (signal.aborted) throw new ProbeFailure('inconclusive', `the ${what} was not waited for`);
      throw failureOfError(error, what);
    }
  }
}
