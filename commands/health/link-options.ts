import { UsageError } from '../command-line.ts';
import { localOrigin } from '../target/local-stack.ts';
import type { LinkCheckOptions } from './check-links.ts';

/** The options of every program that probes links. */
export const LINK_OPTIONS = {
  origin: { type: 'string' },
  'trust-origin': { type: 'string', multiple: true },
} as const;

interface Options {
  readonly origin?: string | undefined;
  readonly 'trust-origin'?: readonly string[] | undefined;
  /** Of a local stack, whose sample media may be asked. */
  readonly endpoint?: string | undefined;
}

/** @throws UsageError */
export function linkCheckOptions(options: Options): LinkCheckOptions {
  const trusted = (options['trust-origin'] ?? []).map((url) => originOf('trust-origin', url));
  const { origin, endpoint } = options;
  return {
    trustedOrigins: [...trusted, ...(endpoint === undefined ? [] : [localOrigin(endpoint)])],
    origin: origin === undefined ? undefined : originOf('origin', origin),
  };
}

function originOf(option: string, url: string): string {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    throw new UsageError(`--${option} is an origin: https://example.com`);
  return parsed.origin;
}
