import { applySetting, type StageOverrides } from '../lib/stage/load-stage.ts';
import type { StageSettings } from '../lib/stage/stage-settings.ts';
import type { LocalOptions } from './options.ts';

const TOKEN_SECRET = 'local-provider-token';

/**
 * The changes to a stage's settings on this machine: the providers of the command line come before the stage's own, and
 * the manifests of the sample media may be fetched. Each `--set` then replaces what its path names.
 * @param origin of the gateway
 * @throws StageSettingsError for a `--set` that is not a path and JSON
 */
export function localOverrides(settings: StageSettings, options: LocalOptions, origin: string): StageOverrides {
  const providers = options.providerUrls.map((url, index) => ({
    type: 'http' as const,
    name: index === 0 ? 'extractor-url' : `extractor-url-${index + 1}`,
    url,
    ...(options.providerToken === undefined ? {} : { tokenSecret: TOKEN_SECRET }),
  }));
  const overrides: StageOverrides = {
    providers: [...providers, ...settings.providers],
    trustedOrigins: [...new Set([origin, ...settings.trustedOrigins, ...options.trustedOrigins])],
    rateLimit: { ...settings.rateLimit, limit: options.rateLimit ?? settings.rateLimit.limit },
    // There is no CloudFront on this machine.
    edge: undefined,
    // The pages of this machine play the sources, and every title is one that somebody looks at.
    health: { origins: [origin], notedShare: 1 },
    lifetimes: {
      ...settings.lifetimes,
      freshSeconds: options.freshSeconds ?? settings.lifetimes.freshSeconds,
      staleSeconds: options.staleSeconds ?? settings.lifetimes.staleSeconds,
    },
  };
  return (options.settings ?? []).reduce((changed, setting) => {
    const [path = '', ...json] = setting.split('=');
    return applySetting(changed, path, json.join('='));
  }, overrides);
}

/** The secrets that the functions may read: the one token of the command line's providers. */
export function localSecrets(options: LocalOptions): ReadonlyMap<string, string> {
  return new Map(options.providerToken === undefined ? [] : [[TOKEN_SECRET, options.providerToken]]);
}
