import type { DeviceMemory } from '../preference/device-memory.ts';

/** What was chosen for a show or a film, and holds for its next episode. */
export interface Chosen {
  readonly provider?: string | undefined;
  /** The lines of a quality: 720. */
  readonly lines?: number | undefined;
  /** A BCP 47 tag of the sound. */
  readonly audio?: string | undefined;
  /** A BCP 47 tag of subtitles; null for none. */
  readonly subtitles?: string | null | undefined;
}

const NAME = 'shows';
const MAX_SHOWS = 30;

type Entry = Chosen & { readonly tmdbId: string };

export function chosenFor(memory: DeviceMemory, tmdbId: string): Chosen {
  return entries(memory).find((entry) => entry.tmdbId === tmdbId) ?? {};
}

export function rememberFor(memory: DeviceMemory, tmdbId: string, change: Chosen): void {
  const others = entries(memory).filter((entry) => entry.tmdbId !== tmdbId);
  const entry = { ...chosenFor(memory, tmdbId), ...change, tmdbId };
  memory.write(NAME, [entry, ...others].slice(0, MAX_SHOWS));
}

function entries(memory: DeviceMemory): Entry[] {
  const all = memory.read(NAME);
  return Array.isArray(all) ? all.filter((entry): entry is Entry => typeof entry?.tmdbId === 'string') : [];
}
