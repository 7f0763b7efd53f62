import { MAX_MESSAGES_A_MINUTE } from '../../contract/bounds.ts';
import type { Clock } from '../clock.ts';

const MINUTE_MS = 60_000;

/** More than one container serves in a minute. When there are more, the counting begins anew. */
const MAX_CONNECTIONS = 10_000;

/**
 * The messages of each connection in this minute, as far as this container has served them. Counted in memory: a row
 * for each message would cost more than the message.
 */
export class MessageBudget {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #counts = new Map<string, number>();
  #minute = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Counts one message. @returns how many the connection has sent beyond what it may; 0 where it may go on */
  spend(connection: string): number {
    const minute = Math.floor(this.#clock.now() / MINUTE_MS);
    if (minute !== this.#minute || this.#counts.size >= MAX_CONNECTIONS) this.#counts.clear();
    this.#minute = minute;
    const count = (this.#counts.get(connection) ?? 0) + 1;
    this.#counts.set(connection, count);
    return Math.max(0, count - MAX_MESSAGES_A_MINUTE);
  }
}
