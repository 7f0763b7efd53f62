import { createHash } from 'node:crypto';
import type { StageSettings } from '../stage/stage-settings.ts';

type NamespaceSettings = Pick<StageSettings, 'providers' | 'trustedOrigins' | 'fallback'>;

/**
 * A short hash of the settings that decide what an extraction finds. Cache keys begin with it, so that a stage whose
 * providers changed never serves an answer of the former ones.
 */
export function cacheNamespace(settings: NamespaceSettings): string {
  const { providers, trustedOrigins, fallback } = settings;
  // A hedge finds what one provider has, as asking them in order does; merged, an answer has the sources of several.
  const merged = fallback?.strategy === 'merge' ? [fallback.strategy, fallback.enough] : [];
  const asked = JSON.stringify([providers, trustedOrigins, ...merged]);
  return createHash('sha256').update(asked).digest('hex').slice(0, 8);
}
