import { applySetting, loadStageSettings, type StageOverrides } from '../lib/stage/load-stage.ts';
import type { StageSettings } from '../lib/stage/stage-settings.ts';
import type { LocalOptions } from './options.ts';

const TOKEN_SECRET = 'local-provider-token';
const PREFERENCES_SECRET = 'local-preferences-token';

/**
 * The changes to a stage's settings on this machine. The short options are names for `--set`: the providers of the
 * command line come before the stage's own, and the manifests of the sample media may be fetched. Each `--set` then
 * replaces what its path names.
 * @param origin of the gateway
 * @throws StageSettingsError for a `--set` that is not a path and JSON, or a setting that the stage cannot have
 */
export function localOverrides(settings: StageSettings, options: LocalOptions, origin: string): StageOverrides {
  const { rateLimit, freshSeconds, staleSeconds } = options;
  const named: Readonly<Record<string, unknown>> = {
    providers: [...ownProviders(options), ...settings.providers],
    trustedOrigins: distinct(origin, ...settings.trustedOrigins, ...options.trustedOrigins),
    corsOrigins: distinct(...settings.corsOrigins, ...(options.corsOrigins ?? [])),
    'rateLimit.limit': rateLimit,
    'lifetimes.freshSeconds': freshSeconds,
    'lifetimes.staleSeconds': staleSeconds,
    // There is no CloudFront on this machine.
    edge: null,
    mediaEdge: null,
    // The pages of this machine play the sources, and every title is one that somebody looks at.
    health: { origins: [origin], notedShare: 1 },
    // Its value is generated, and kept in the data folder.
    preferences: { tokenSecret: PREFERENCES_SECRET },
  };
  const given = Object.entries(named).flatMap(([path, value]) =>
    value === undefined ? [] : [[path, JSON.stringify(value)] as const],
  );
  const set = (options.settings ?? []).map((setting) => {
    const [path = '', ...json] = setting.split('=');
    return [path, json.join('=')] as const;
  });
  const changed = [...given, ...set].reduce((all, [path, json]) => applySetting(all, path, json), {} as StageOverrides);
  return withOwnPages(changed, loadStageSettings(settings.stage, changed), origin);
}

const distinct = (...origins: readonly string[]) => [...new Set(origins)];

/** The pages of this machine, by either name, may connect to a WebSocket API and report, where the stage has these. */
function withOwnPages(changed: StageOverrides, valid: StageSettings, origin: string): StageOverrides {
  const { live, usage, corsOrigins } = valid;
  const own = [origin, origin.replace('//localhost:', '//127.0.0.1:')];
  return {
    ...changed,
    ...(live && { live: { origins: distinct(...own, ...corsOrigins), ...live } }),
    ...(usage && { usage: { ...usage, origins: distinct(...own, ...(usage.origins ?? [])) } }),
  };
}

function ownProviders({ providerUrls, providerToken }: LocalOptions): StageSettings['providers'] {
  return providerUrls.map((url, index) => ({
    type: 'http' as const,
    name: index === 0 ? 'extractor-url' : `extractor-url-${index + 1}`,
    url,
    ...(providerToken === undefined ? {} : { tokenSecret: TOKEN_SECRET }),
  }));
}

/** The secrets that the functions may read: the one token of the command line's providers. */
export function localSecrets(options: LocalOptions): ReadonlyMap<string, string> {
  return new Map(options.providerToken === undefined ? [] : [[TOKEN_SECRET, options.providerToken]]);
}
