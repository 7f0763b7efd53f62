import { type LooseRequest, queryOf } from '../fetch/request.ts';

/** One thing that an extraction did: it asked a provider, or a provider has answered. */
export interface ProgressStep {
  /** The label of the provider. */
  provider: string;
  /** `late`: others had answered before it. */
  state: 'asked' | 'found' | 'not-found' | 'failed' | 'late';
  /** How long the provider took, in milliseconds; 0 for `asked`. */
  ms: number;
  /** Of `found`: how many sources it has. */
  sources?: number | undefined;
}

/** How far the extraction of a title is. */
export interface Progress {
  /** Rises with each step. */
  seq: number;
  /** All steps so far, in their order. */
  steps: ProgressStep[];
}

/** Why the answer that a page has is no longer the one that a request gets. */
export interface TitleChange {
  reason: 'purged' | 'refreshed';
}

/** A change reaches all who watch a title at the same time: each asks again at its own moment within this. */
export const SPREAD_MS = 500;

/** What to call for a title, and until when. */
export interface WatchOptions {
  /** Called while an answer is awaited: at once with the steps so far, then at each step. */
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Called when the title's answer has changed. What the device has stored of it is removed by then: ask again. */
  onChange?: ((change: TitleChange) => void) | undefined;
  /** Ends the watch. */
  signal?: AbortSignal | undefined;
}

/** What the API sends, as far as the SDK reads it. */
export type TitleEvent =
  | ({ readonly type: 'progress' } & Progress)
  | ({ readonly type: 'changed' } & TitleChange)
  | { readonly type: 'ready' | 'failed' };

export interface ReceivedEvent {
  /** The query of a request for the title. */
  readonly query: string;
  readonly event: TitleEvent;
}

/** @returns the event of a message; seconds of a `bye`; undefined for what this SDK does not know */
export function received(data: unknown): ReceivedEvent | { readonly byeAfter: number } | undefined {
  try {
    const event = JSON.parse(String(data));
    if (event.type === 'bye') return { byeAfter: Number(event.after) || 0 };
    return isKnown(event) ? { query: queryOf(event.title), event } : undefined;
  } catch {
    return undefined;
  }
}

function isKnown(event: TitleEvent): boolean {
  if (event.type !== 'progress') return ['ready', 'failed', 'changed'].includes(event.type);
  return typeof event.seq === 'number' && Array.isArray(event.steps);
}

/** A title as the API's messages name it. */
export function titleOf({ tmdbId, mediaType, season, episode }: LooseRequest): object {
  return mediaType === 'tv'
    ? { tmdbId: String(tmdbId), mediaType, season, episode }
    : { tmdbId: String(tmdbId), mediaType };
}
