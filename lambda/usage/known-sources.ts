import type { Clock } from '../clock.ts';

/** What is unknown is looked up again after this time. */
const AGAIN_MS = 60_000;
/** Titles that a container remembers. */
const MOST_TITLES = 2_000;

/** The ids of a title's sources; undefined for a title that nobody has asked for lately. */
export type LookUpSources = (title: string) => Promise<readonly string[] | undefined>;

interface Remembered {
  readonly ids: ReadonlySet<string> | undefined;
  readonly at: number;
}

/**
 * The titles and sources that the API has answered with, so that invented ones make no rows. A container reads a title
 * once, and again at most once a minute when a player names what it does not know. What was known stays known: a film
 * lasts longer than its entry.
 */
export class KnownSources {
  readonly #lookUp: LookUpSources;
  readonly #clock: Clock;
  /** By title, the least recently used first. */
  readonly #titles = new Map<string, Remembered>();

  constructor(lookUp: LookUpSources, clock: Clock) {
    this.#lookUp = lookUp;
    this.#clock = clock;
  }

  /**
   * The ids of a title's sources, where it is known. Never rejects: where the table cannot be read, what was known
   * before counts.
   *
   * @param named by the player
   */
  async of(title: string, named: readonly string[]): Promise<ReadonlySet<string> | undefined> {
    const now = this.#clock.now();
    let known = this.#titles.get(title);
    const isMissing = known?.ids === undefined || named.some((id) => !known?.ids?.has(id));
    if (isMissing && (known === undefined || now - known.at >= AGAIN_MS)) {
      const found = await this.#lookUp(title).catch(() => undefined);
      const ids = found === undefined ? known?.ids : new Set([...(known?.ids ?? []), ...found]);
      known = { ids, at: now };
    }
    if (known === undefined) return undefined;
    this.#titles.delete(title);
    this.#titles.set(title, known);
    if (this.#titles.size > MOST_TITLES) this.#titles.delete(this.#titles.keys().next().value!);
    return known.ids;
  }
}
