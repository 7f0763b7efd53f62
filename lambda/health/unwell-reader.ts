import { boundedCall } from '../bounded-call.ts';
import type { Clock } from '../clock.ts';
import { Table, type TableClient } from '../table.ts';
import { hasLapsed } from './condition.ts';
import { UNWELL_KEY } from './health-items.ts';
import { byContent, listOf, type UnwellOfContents, type UnwellSources } from './unwell-list.ts';

/** How old a container's knowledge becomes. A probe takes minutes to be sure, so this is soon enough. */
const LOOK_INTERVAL_MS = 60_000;

/** What an answer waits for the list at most, and on a container's first call. */
const LOOK_MS = 250;
const FIRST_LOOK_MS = 1_000;

/** A container's view of the sources that are not well: one eventually consistent read a minute. */
export class UnwellReader {
  readonly #table: Table;
  readonly #clock: Clock;
  #known: UnwellSources = new Map();
  #view: UnwellOfContents = new Map();
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;

  constructor(client: TableClient, tableName: string, clock: Clock) {
    this.#table = new Table(client, tableName);
    this.#clock = clock;
  }

  /**
   * The sources that are not well, by content and id. Never rejects: where the table cannot be read in time, what was
   * known before counts until it is a day old, and the next read is due after the usual time. The same map until it is
   * read again.
   */
  async look(): Promise<UnwellOfContents> {
    const age = this.#clock.now() - this.#lookedAt;
    if (age < 0 || age >= LOOK_INTERVAL_MS) {
      this.#looking ??= this.#read().finally(() => {
        this.#looking = undefined;
      });
    }
    await this.#looking;
    return this.#view;
  }

  async #read(): Promise<void> {
    const ms = Number.isFinite(this.#lookedAt) ? LOOK_MS : FIRST_LOOK_MS;
    this.#lookedAt = this.#clock.now();
    let read = this.#known;
    try {
      const item = await boundedCall(this.#clock, ms, (signal) => this.#table.get(UNWELL_KEY, { signal }));
      read = listOf(item?.sources);
    } catch {
      // Answers are right without it.
    }
    const now = this.#clock.now();
    this.#known = new Map([...read].filter(([, unwell]) => !hasLapsed(unwell, now)));
    this.#view = byContent(this.#known);
  }
}
