import type { StageSettings } from '../stage/stage-settings.ts';

/**
 * How a function asks several providers, for its environment; empty where it is one after the other. One that works in the background, where nobody waits for
 * its answer, waits for all of them.
 */
export function fallbackVariable(
  { fallback }: Pick<StageSettings, 'fallback'>,
  { isInBackground = false }: { readonly isInBackground?: boolean },
): string {
  if (fallback === undefined || fallback.strategy === 'first') return '';
  const { mergeWithinMs, ...patient } = fallback;
  return JSON.stringify(isInBackground ? patient : { ...patient, mergeWithinMs });
}
