import { createHash } from 'node:crypto';
import type { StageSettings } from '../stage/stage-settings.ts';
import { fallbackNamespace } from './fallback.ts';

type NamespaceSettings = Pick<StageSettings, 'providers' | 'trustedOrigins' | 'fallback'>;

/**
 * A short hash of the settings that decide what an extraction finds. Cache keys begin with it, so that a stage whose
 * providers changed never serves an answer of the former ones.
 */
export function cacheNamespace(settings: NamespaceSettings): string {
  const asked = JSON.stringify([settings.providers, settings.trustedOrigins, ...fallbackNamespace(settings)]);
  return createHash('sha256').update(asked).digest('hex').slice(0, 8);
}
