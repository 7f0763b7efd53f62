import { USAGE_KEYS } from '../../../contract/usage.ts';
import type { Source } from '../answer.ts';
import type { PlayerState } from './cmcd-record.ts';
import type { Outbox } from './outbox.ts';
import { classOfRate } from './picture.ts';

/**
 * Records as hls.js writes them, on their way to the outbox. It leaves out what says nothing new, and adds what hls.js
 * does not know or say: the class of the picture, the host, and how long the start took.
 */
export class HlsRecords {
  readonly #source: Source;
  readonly #outbox: Outbox;
  readonly #intervalMs: number;
  readonly #host: string;
  #hasPlayed = false;
  /** Records of hls.js are left out, its record 0 as well: they are numbered anew. */
  #sn = 0;
  #startedAt: number | undefined;
  /** The last record that only says that time has passed, and when the one before it was. */
  #tick: { text: string; since: number } | undefined;
  #lastTs = 0;

  constructor(source: Source, outbox: Outbox, intervalMs: number) {
    this.#source = source;
    this.#outbox = outbox;
    this.#intervalMs = intervalMs;
    this.#host = new URL(source.url, globalThis.location?.href).host;
  }

  take(line: string): void {
    const e = valueIn(line, 'e');
    const sta = valueIn(line, 'sta') as PlayerState | undefined;
    const ts = Number(valueIn(line, 'ts'));
    // The first record of hls.js has no state. A level that is chosen before the first picture is no switch.
    if (sta === undefined || (e === 'bc' && !this.#hasPlayed)) return;
    // A viewing begins with record 0, and what was only prepared is none.
    if (sta === 's' && this.#startedAt === undefined) this.#sn = 0;
    const numbered = line.replace(/(^|,)sn=\d+/, (_sn, before) => `${before}sn=${this.#sn++}`);
    const text = `${numbered}${this.#added(line, e, sta, ts)}`;
    if (e === 't') this.#passTime({ text, ts, sta });
    else {
      this.#lastTs = ts;
      this.#outbox.add({ text, ts, sta });
    }
  }

  #added(line: string, e: string | undefined, sta: PlayerState, ts: number): string {
    const quality = classOfRate(this.#source, Number(valueIn(line, 'br')));
    let added = `,h="${this.#host}"${quality ? `,${USAGE_KEYS.quality}="${quality}"` : ''}`;
    if (e !== 'ps') return added;
    if (sta === 's') {
      // Once the source was loaded anew, hls.js starts again; its viewer does not.
      if (this.#startedAt !== undefined) added += `,${USAGE_KEYS.continued}`;
      this.#startedAt ??= ts;
    } else if (sta === 'p' && !this.#hasPlayed) {
      this.#hasPlayed = true;
      if (this.#startedAt !== undefined) added += `,msd=${ts - this.#startedAt}`;
    }
    return added;
  }

  #passTime(record: { text: string; ts: number; sta: PlayerState }): void {
    // A player that is paused or at its end says so once.
    if (!/[prk]/.test(record.sta)) return;
    const tick = this.#tick;
    if (tick && this.#outbox.last?.text === tick.text && record.ts - tick.since <= this.#intervalMs) {
      this.#tick = { text: record.text, since: tick.since };
      this.#outbox.replaceLast(record);
    } else {
      this.#tick = { text: record.text, since: this.#lastTs };
      this.#outbox.add(record);
    }
    this.#lastTs = record.ts;
  }
}

/** The value of a key in a record: of a token, a number, or the only number of a list. */
const valueIn = (line: string, key: string): string | undefined =>
  new RegExp(`(?:^|,)${key}=\\(?([\\w.]+)`).exec(line)?.[1];
