import type { StageSettings } from '../stage/stage-settings.ts';

/**
 * How a function asks several providers, for its environment; empty where it is one after the other. One that works in
 * the background, where nobody waits for its answer, waits for all of them.
 */
export function fallbackVariable(
  { fallback }: Pick<StageSettings, 'fallback'>,
  { isInBackground = false }: { readonly isInBackground?: boolean },
): string {
  if (fallback === undefined || fallback.strategy === 'first') return '';
  const { mergeWithinMs, ...patient } = fallback;
  return JSON.stringify(isInBackground ? patient : { ...patient, mergeWithinMs });
}

/**
 * What of it decides the content of an answer. A hedge finds what one provider has, as asking one after the other does;
 * a merged answer has the sources of several.
 */
export const fallbackNamespace = ({ fallback }: Pick<StageSettings, 'fallback'>): unknown[] =>
  fallback?.strategy === 'merge' ? [fallback.strategy, fallback.enough] : [];
