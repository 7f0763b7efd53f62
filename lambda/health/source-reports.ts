import { Table, type TableClient } from '../table.ts';
import { reportsKey, sourceName } from './health-items.ts';
import { ifStill } from './version-condition.ts';

/** The number of different clients that are worth a probe, within this time. */
const ENOUGH = 3;
const WITHIN_S = 5 * 60;
const TTL_SECONDS = 60 * 60;

/** The reports of one source: when each client last failed, in seconds, until they were enough. */
interface Reports {
  readonly clients: Readonly<Record<string, number>>;
  /** When a probe was last asked for. */
  readonly askedAt: number;
}

/**
 * Counts the clients for which sources fail. They are known by the hash of the day. One client's reports count once,
 * whatever their number, and after a probe was asked for none is for five minutes.
 */
export class SourceReports {
  readonly #table: Table;

  constructor(client: TableClient, name: string) {
    this.#table = new Table(client, name);
  }

  /**
   * Notes that a source failed for a client.
   *
   * @param at milliseconds since 1970
   * @returns whether the source is to be probed now · @throws what the table throws
   */
  async add(content: string, id: string, client: string, at: number): Promise<boolean> {
    const pk = reportsKey(sourceName(content, id));
    const now = Math.floor(at / 1000);
    // Who loses to others reads again: after as many others as are enough there is nothing left to note.
    for (let attempt = 0; attempt <= ENOUGH; attempt += 1) {
      const outcome = await this.#note(pk, client, now);
      if (outcome !== 'lost') return outcome === 'enough';
    }
    return false;
  }

  async #note(pk: string, client: string, now: number): Promise<'known' | 'noted' | 'enough' | 'lost'> {
    const item = await this.#table.get(pk, { consistent: true });
    const { clients, askedAt } = reportsOf(item, now);
    if (Object.hasOwn(clients, client) || now - askedAt < WITHIN_S) return 'known';
    const counted = { ...clients, [client]: now };
    const isEnough = Object.keys(counted).length >= ENOUGH;
    const next: Reports = isEnough ? { clients: {}, askedAt: now } : { clients: counted, askedAt };
    const version = Number(item?.version ?? 0);
    const isWritten = await this.#table.put(
      { pk, ...next, version: version + 1, ttl: now + TTL_SECONDS } as { pk: string },
      ifStill(version),
    );
    if (!isWritten) return 'lost';
    return isEnough ? 'enough' : 'noted';
  }
}

function reportsOf(item: Record<string, unknown> | undefined, now: number): Reports {
  const { clients = {}, askedAt = 0 } = (item ?? {}) as Partial<Reports>;
  const recent = Object.entries(clients).filter(([, at]) => now - at < WITHIN_S);
  return { clients: Object.fromEntries(recent), askedAt };
}
