import type { ProviderSettings } from '../provider-settings.ts';

/*
 * Free of Zod, so that the functions can load it.
 */

/** Whether calls to a provider go through a breaker. The catalogue is a table of the stage itself: it has none. */
export const hasBreaker = ({ type }: Pick<ProviderSettings, 'type'>): boolean => type === 'http';
