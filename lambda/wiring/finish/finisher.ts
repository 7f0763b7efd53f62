import type { AnswerEntry } from '../../cache/entry.ts';
import { type Content, contentKey } from '../../stream/content.ts';
import type { UnwellLook } from '../health/unwell-look.ts';

/** What an answer still needs after the cache. An entry that needs nothing comes back as it is. */
export type Finish = (entry: AnswerEntry) => Promise<AnswerEntry>;

export interface Finisher {
  /** Starts the reads that finishing will need, beside the lookup. What it returns never rejects. */
  begin(content: Content): Finish;
}

export interface FinisherOptions {
  readonly look: UnwellLook;
}

/**
 * The step after the cache: entries are stored without what is known of the health of their sources, so that it changes
 * no entry. Its code is loaded where the first source is not well.
 */
export function createFinisher({ look }: FinisherOptions): Finisher {
  let loading: Promise<Pick<typeof import('./with-health.ts'), 'withHealth'>> | undefined;
  // The same entry with the same list is finished once.
  const finished = new WeakMap<AnswerEntry, { readonly by: object; readonly entry: AnswerEntry }>();
  return {
    begin: (content) => {
      const unwell = look();
      return async (entry) => {
        const sources = (await unwell).get(contentKey(content));
        if (sources === undefined) return entry;
        const known = finished.get(entry);
        if (known?.by === sources) return known.entry;
        loading ??= import('./with-health.ts').catch((error) => {
          loading = undefined;
          throw error;
        });
        const { withHealth } = await loading;
        const made = withHealth(entry, sources);
        finished.set(entry, { by: sources, entry: made });
        return made;
      };
    },
  };
}
