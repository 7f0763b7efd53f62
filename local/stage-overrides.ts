import type { StageOverrides } from '../lib/stage/load-stage.ts';
import type { StageSettings } from '../lib/stage/stage-settings.ts';
import type { LocalOptions } from './options.ts';

const TOKEN_SECRET = 'local-extractor-token';

/**
 * What running on this machine changes in a stage's settings: the extractor services of the command line are asked
 * before the stage's own providers, and the manifests of the sample origin may be fetched.
 * @param origin of the gateway
 */
export function localOverrides(settings: StageSettings, options: LocalOptions, origin: string): StageOverrides {
  const extractors = options.extractorUrls.map((url, index) => ({
    type: 'http' as const,
    name: index === 0 ? 'extractor-url' : `extractor-url-${index + 1}`,
    url,
    ...(options.extractorToken === undefined ? {} : { tokenSecret: TOKEN_SECRET }),
  }));
  return {
    providers: [...extractors, ...settings.providers],
    trustedOrigins: [...new Set([origin, ...settings.trustedOrigins, ...options.trustedOrigins])],
    rateLimit: {
      ...settings.rateLimit,
      ...(options.rateLimit === undefined ? {} : { limit: options.rateLimit }),
    },
    // Nothing on this machine plays CloudFront.
    edge: undefined,
    lifetimes: {
      ...settings.lifetimes,
      ...(options.freshSeconds === undefined ? {} : { freshSeconds: options.freshSeconds }),
      ...(options.staleSeconds === undefined ? {} : { staleSeconds: options.staleSeconds }),
    },
  };
}

/** The secrets that the functions may ask for: every extractor of the command line has the one token. */
export function localSecrets(options: LocalOptions): ReadonlyMap<string, string> {
  return new Map(options.extractorToken === undefined ? [] : [[TOKEN_SECRET, options.extractorToken]]);
}
