import { ERRORS, type ErrorName } from '../../contract/errors/error-table.ts';
import type { LiveEvent } from '../../contract/events.ts';
import type { PurgeScope } from '../cache/purges.ts';
import type { Progress } from '../cache/shared-store.ts';
import type { Content } from '../stream/content.ts';

/** What the `notify` function is invoked with. */
export type Notice =
  | {
      readonly content: Content;
      /** Posted to each watcher in this order. */
      readonly events: readonly LiveEvent[];
      /** Of the lease under which the extraction runs. Absent once it has ended. */
      readonly owner?: string | undefined;
      /** Take care of those who watch: their extraction's holder may be killed. */
      readonly follow?: true;
    }
  | { readonly purged: PurgeScope };

/** What else it is invoked for: nobody is notified. */
export type Errand =
  /** End a connection that sends too much. */
  | { readonly close: string }
  /** Start, since somebody who watches is to be notified soon. */
  | { readonly warm: true };

export const progressEvent = (title: Content, { seq, steps }: Progress): LiveEvent => ({
  type: 'progress',
  title,
  seq,
  steps: [...steps],
});

/** @param retryAfter seconds */
export function failedEvent(title: Content | undefined, name: ErrorName, retryAfter?: number): LiveEvent {
  const { error, message, retryable } = ERRORS[name];
  return {
    type: 'failed',
    ...(title && { title }),
    error,
    message,
    retryable,
    ...(retryAfter !== undefined && { retryAfter }),
  };
}
