import type { StageSettings } from '../stage/stage-settings.ts';

/** Origins of the pages that a stage is for: that of its edge, and those that may read its answers. */
export function pageOrigins({ edge, corsOrigins }: Pick<StageSettings, 'edge' | 'corsOrigins'>): string[] {
  const own = edge?.domain === undefined ? [] : [`https://${edge.domain}`];
  return [...new Set([...own, ...corsOrigins])];
}
