import { USAGE_KEYS } from '../../../contract/usage.ts';
import type { Source } from '../answer.ts';
import type { Clock } from '../clock.ts';
import type { LooseRequest } from '../fetch/request.ts';
import { type CmcdRecord, type PlayerState, textOf } from './cmcd-record.ts';
import { collectorUrl, idleMsOf, intervalOf } from './collector.ts';
import { errorCodeOf } from './error-code.ts';
import { isMeasured, type MeasureOptions } from './measure-options.ts';
import { Outbox } from './outbox.ts';
import { followAddresses, type MeasuredPlayer, type Picture, pictureOf } from './picture.ts';
import { newSessionId } from './session-id.ts';

export interface ViewingOptions extends MeasureOptions {
  readonly video: HTMLVideoElement;
  readonly client: { readonly baseUrl: string };
  readonly request: LooseRequest;
  /** When the viewer wished to watch, in milliseconds since 1970. */
  readonly begunAt: number;
  readonly autoplay: boolean;
  readonly clock: Clock;
  /** Aborted when the title ends. */
  readonly signal: AbortSignal;
}

/** A source that begins to load. */
interface Opened {
  readonly source: Source;
  readonly player: MeasuredPlayer | undefined;
}

const FORMATS: Readonly<Record<string, CmcdRecord['sf']>> = { hls: 'h', dash: 'd' };
/** `HTMLMediaElement.HAVE_FUTURE_DATA`: it can play on. */
const CAN_PLAY = 3;

/** Measures a viewing; undefined where this one is not. */
export const startViewing = (options: ViewingOptions): Viewing | undefined =>
  isMeasured(options) && !options.signal.aborted ? new Viewing(options) : undefined;

/**
 * One viewer who watches one title, from the wish until the end: what the video element does, over all sources and
 * renewed links. It reads the element, which is the same for hls.js, dash.js and the browser's own player, and changes
 * nothing about how they load.
 */
export class Viewing {
  readonly #options: ViewingOptions;
  readonly #outbox: Outbox;
  #sid = newSessionId();
  #sn = 0;
  /** Its viewer has wished to watch; until then the page has only prepared it. */
  #hasBegun: boolean;
  #state: PlayerState;
  #opened: Opened | undefined;
  #host: string | undefined;
  #picture: Picture = { quality: undefined, kbps: undefined };
  #wishedAt: number;
  #hasPlayed = false;
  /** While a source loads, what the element reports is not the viewer's. */
  #isOpening = false;

  constructor(options: ViewingOptions) {
    const { video, client, request, begunAt, autoplay, clock, signal } = options;
    this.#options = options;
    this.#hasBegun = autoplay;
    this.#state = autoplay ? 's' : 'd';
    this.#wishedAt = begunAt;
    const url = collectorUrl(client, request, options);
    this.#outbox = new Outbox({ url, clock, idleMs: idleMsOf(options), onLeave: () => this.#recordTime() });
    signal.addEventListener('abort', () => this.#end(), { once: true });
    const on = (event: string, listener: () => void) => video.addEventListener(event, listener, { signal });
    on('loadeddata', () => this.#loaded());
    on('play', () => this.#wished());
    on('playing', () => this.#played());
    on('waiting', () => this.#waited());
    on('pause', () => this.#paused());
    on('seeking', () => this.#hasPlayed && !this.#isOpening && this.#become('k'));
    on('seeked', () => this.#sought());
    on('ended', () => this.#become('e'));
    on('resize', () => this.#look());
    this.#count().catch(() => undefined);
  }

  /** Call it before a source loads. */
  opened({ source, player }: Opened): void {
    const { video, begunAt } = this.#options;
    const former = this.#opened?.source.id;
    // The picture does not move from here on, which is the former source's doing.
    if (this.#state === 'p' || this.#state === 'k') this.#become('r');
    this.#isOpening = true;
    this.#opened = { source, player };
    this.#hear(source.url);
    this.#picture = { ...this.#picture, kbps: undefined };
    if (former === undefined) this.#record('ps', { ts: begunAt });
    else if (former !== source.id) this.#record('c');
    if (player) {
      followAddresses(player, (url) => this.#hear(url));
      if (player.levels) player.on('hlsLevelSwitched', () => this.#look());
    }
    // This code may have come late.
    if (video.readyState >= CAN_PLAY && !video.paused) {
      this.#wished();
      this.#hasPlayed = true;
      this.#played();
    }
  }

  /** Call it for a source that has failed; without one, when the title has. */
  failed(source?: Source, reason = ''): void {
    if (source) this.#record('e', { cid: source.id, ec: errorCodeOf(reason) });
    else this.#become('f');
  }

  #loaded(): void {
    // The browser, or the page, leaves it to the viewer to press play.
    if (!this.#hasPlayed && this.#options.video.paused) this.#become('d');
  }

  #wished(): void {
    if (this.#hasPlayed || this.#state !== 'd') return;
    if (!this.#hasBegun) {
      // A viewing begins with record 0, and what was only prepared is none.
      this.#hasBegun = true;
      this.#sid = newSessionId();
      this.#sn = 0;
    }
    this.#wishedAt = this.#options.clock.now();
    this.#become('s');
  }

  #played(): void {
    this.#isOpening = false;
    const msd = this.#hasPlayed ? undefined : this.#options.clock.now() - this.#wishedAt;
    this.#hasPlayed = true;
    this.#look();
    this.#become('p', { msd });
  }

  #waited(): void {
    const { paused, seeking } = this.#options.video;
    if ((this.#state === 'p' || this.#state === 'a') && !paused && !seeking) this.#become('r');
  }

  #paused(): void {
    const { ended, readyState } = this.#options.video;
    if (this.#hasPlayed && !this.#isOpening && !ended && readyState > 0) this.#become('a');
  }

  #sought(): void {
    const { paused, readyState } = this.#options.video;
    if (this.#state !== 'k') return;
    if (paused) this.#become('a');
    else if (readyState >= CAN_PLAY) this.#become('p');
  }

  /** Another rung, or a file of another size, is a change of quality; the first one is none. */
  #look(): void {
    if (!this.#opened) return;
    const before = this.#picture;
    const after = pictureOf(this.#options.video, this.#opened.source, this.#opened.player);
    if (after.quality === undefined) return;
    this.#picture = after;
    const isOtherRate = before.kbps !== undefined && before.kbps !== after.kbps;
    if (before.quality !== undefined && (before.quality !== after.quality || isOtherRate)) this.#record('bc');
  }

  #hear(url: string): void {
    this.#host = URL.canParse(url) ? new URL(url).host : undefined;
  }

  #become(state: PlayerState, more: Partial<CmcdRecord> = {}): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#record('ps', more);
    if (state === 'e' || state === 'f') this.#outbox.send();
  }

  async #count(): Promise<void> {
    const { clock, signal } = this.#options;
    for (;;) {
      await clock.sleep(intervalOf(this.#options) * 1000, signal);
      this.#recordTime();
    }
  }

  #recordTime(): void {
    if (/[prk]/.test(this.#state)) this.#record('t');
  }

  #end(): void {
    if (!/[ef]/.test(this.#state)) this.#become('q');
    this.#outbox.close();
  }

  #record(e: CmcdRecord['e'], more: Partial<CmcdRecord> = {}): void {
    if (!this.#opened) return;
    const { id, type } = this.#opened.source;
    const record: CmcdRecord = {
      e,
      ts: this.#options.clock.now(),
      sid: this.#sid,
      sn: this.#sn++,
      sta: this.#state,
      cid: id,
      sf: FORMATS[type] ?? 'o',
      h: this.#host,
      br: this.#picture.kbps,
      [USAGE_KEYS.quality]: this.#picture.quality,
      ...more,
    };
    this.#outbox.add({ text: textOf(record), ts: record.ts, sta: record.sta });
  }
}
