import { UsageError } from '../command-line.ts';
import { printable } from '../printable.ts';
import { describeLocalStack, localOrigin } from '../target/local-stack.ts';
import type { LinkCheckOptions } from './check-links.ts';
import { stageCdns } from './stage-cdns.ts';

/** The options of every program that probes links. */
export const LINK_OPTIONS = {
  origin: { type: 'string' },
  'trust-origin': { type: 'string', multiple: true },
} as const;

interface Options {
  readonly origin?: string | undefined;
  readonly 'trust-origin'?: readonly string[] | undefined;
  readonly stage?: string | undefined;
  /** Of a local stack. */
  readonly endpoint?: string | undefined;
}

/**
 * What a local stack trusts is trusted here, too. With a stage, links are looked at as its CDNs lead to them.
 *
 * @throws UsageError
 * @throws Error in one sentence when there is no such stage
 */
export async function linkCheckOptions(options: Options): Promise<LinkCheckOptions> {
  const trusted = (options['trust-origin'] ?? []).map((url) => originOf('trust-origin', url));
  const { origin, stage, endpoint } = options;
  const page = origin === undefined ? undefined : originOf('origin', origin);
  const warn = (sentence: string) => console.error(printable(sentence));
  if (endpoint === undefined) {
    const cdns = stage === undefined ? undefined : await stageCdns({ stage }, warn);
    return { trustedOrigins: trusted, origin: page, cdns };
  }
  const { trustedOrigins = [] } = await describeLocalStack(endpoint);
  const cdns = await stageCdns({ endpoint }, warn);
  return { trustedOrigins: [...trusted, localOrigin(endpoint), ...trustedOrigins], origin: page, cdns };
}

function originOf(option: string, url: string): string {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    throw new UsageError(`--${option} is an origin: https://example.com`);
  return parsed.origin;
}
