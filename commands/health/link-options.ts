import { UsageError } from '../command-line.ts';
import { describeLocalStack, localOrigin } from '../target/local-stack.ts';
import type { LinkCheckOptions } from './check-links.ts';

/** The options of every program that probes links. */
export const LINK_OPTIONS = {
  origin: { type: 'string' },
  'trust-origin': { type: 'string', multiple: true },
} as const;

interface Options {
  readonly origin?: string | undefined;
  readonly 'trust-origin'?: readonly string[] | undefined;
  /** Of a local stack. */
  readonly endpoint?: string | undefined;
}

/**
 * What a local stack trusts is trusted here, too.
 *
 * @throws UsageError
 */
export async function linkCheckOptions(options: Options): Promise<LinkCheckOptions> {
  const trusted = (options['trust-origin'] ?? []).map((url) => originOf('trust-origin', url));
  const { origin, endpoint } = options;
  const page = origin === undefined ? undefined : originOf('origin', origin);
  if (endpoint === undefined) return { trustedOrigins: trusted, origin: page };
  const { trustedOrigins = [] } = await describeLocalStack(endpoint);
  return { trustedOrigins: [...trusted, localOrigin(endpoint), ...trustedOrigins], origin: page };
}

function originOf(option: string, url: string): string {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    throw new UsageError(`--${option} is an origin: https://example.com`);
  return parsed.origin;
}
