import { bandwidthOf } from '../../../contract/rank.ts';
import type { Source, Subtitle, Variant } from '../answer.ts';
import type { Clock } from '../clock.ts';
import type { ViewerPreference } from '../preference/viewer-preference.ts';
import type { Attempt } from '../sources/failure.ts';
import type { Playable } from '../sources/playable.ts';
import type { StreamClient } from '../stream-client.ts';
import { BandwidthMemory, connection, type Sample } from './bandwidth-memory.ts';
import { watchFile } from './file-watch.ts';
import { beginLow, hintsFor } from './hints.ts';
import { type Limited, type Limits, limitDash, limitHls, namedLines } from './limits.ts';
import { followLoads, followSound } from './loads.ts';
import type { DashRungs, HlsLevels, PlayerSettings } from './players.ts';
import type { QualityChoice } from './quality-choice.ts';
import { RisingLine } from './rising-line.ts';
import { chosenFor, rememberFor } from './shows.ts';
import { languageOf, linesOf, ordered, wishOf } from './source-order.ts';
import { StepLimit } from './step-limit.ts';
import { reasonFor } from './words.ts';

export interface TitleQualityOptions {
  readonly client: StreamClient;
  readonly tmdbId: string;
  /** Instead of what the client has. */
  readonly preference: Partial<ViewerPreference> | undefined;
  readonly clock: Clock;
  /** The source that plays. */
  readonly playing: () => Source | undefined;
  readonly tried: () => readonly Attempt[];
  /** Goes on with another source at the same position. */
  readonly open: (next: Playable) => void;
  /** The languages of subtitles that the viewer wishes have changed. */
  readonly onLanguages: () => void;
  /** Aborted when the title ends. */
  readonly signal: AbortSignal;
}

/** A source that begins to load. */
interface Playing {
  readonly player: HlsLevels | DashRungs | undefined;
  readonly video: HTMLVideoElement;
  readonly source: Source;
  /** Aborted when another source takes over. */
  readonly signal: AbortSignal;
}

/** Bits per second of a viewer who saves data, as the API counts `Save-Data`. */
const DATA_SAVER = 1_500_000;
/** Bits per second to choose files by where nothing is known: a film of 720 lines. A file does not rise by itself. */
const UNKNOWN_LINE = 4_000_000;

export class TitleQuality implements QualityChoice {
  readonly #options: TitleQualityOptions;
  readonly #bandwidth: BandwidthMemory;
  readonly #steps = new StepLimit();
  #playable: readonly Playable[] = [];
  /** The player of a stream; undefined where a file plays, or the browser plays by itself. */
  #limited: Limited | undefined;
  /** What arrived when a file stalled last. */
  #arriving: number | undefined;
  /** Whether the viewer has chosen the source itself, which a wish does not replace. */
  #isChosen = false;
  /** What is applied of the wish. */
  #applied: string;
  #languages: string;

  constructor(options: TitleQualityOptions) {
    this.#options = options;
    this.#bandwidth = new BandwidthMemory(options.client.memory, () => options.clock.now());
    this.#applied = this.#wishKey();
    this.#languages = this.#preference().subtitleLanguages.join();
    // It may come from a menu of the page, from another tab, or from another device.
    if (options.signal.aborted) return;
    const unsubscribe = options.client.preference.subscribe(() => {
      if (this.#wishKey() !== this.#applied) this.#apply();
      const languages = this.#preference().subtitleLanguages.join();
      if (languages === this.#languages) return;
      this.#languages = languages;
      options.onLanguages();
    });
    options.signal.addEventListener('abort', unsubscribe, { once: true });
  }

  get bandwidth(): number | undefined {
    const { downlink, effectiveType } = connection() ?? {};
    // A browser's own estimate is coarse: it counts where it says that the line is slow, and nothing was measured.
    const isSlow = downlink !== undefined && effectiveType !== undefined && effectiveType !== '4g';
    return this.#bandwidth.estimate ?? (isSlow ? downlink * 1_000_000 : undefined);
  }

  get choices(): readonly number[] {
    const sources = this.#playable.map(({ source }) => source);
    const all = sources.flatMap((source) => (source.variants ?? [source]).map(linesIn));
    // An answer may list a stream without its ladder.
    const known = this.#limited?.rungs().map(namedLines) ?? [];
    return [...new Set([...all, ...known].filter((lines) => lines > 0))].sort((a, b) => b - a);
  }

  get chosen(): number | undefined {
    return linesOf(this.#wish());
  }

  get why(): string {
    const source = this.#options.playing();
    const { bandwidth } = this;
    return source ? reasonFor(source, { ...this.#limits(), bandwidth, hasStalled: this.#arriving !== undefined }) : '';
  }

  /** The sources that play, as this viewer wants them on this line. */
  order(playable: readonly Playable[]): Playable[] {
    this.#playable = playable;
    const chosen = this.#chosen();
    const wish = this.#wish();
    // On an unknown line, a quality that the viewer has named is tried.
    const isOpen = wish.some(({ field }) => field === 'res');
    const bandwidth = this.#files() ?? (isOpen ? undefined : UNKNOWN_LINE);
    return ordered(playable, { wish, chosen, bandwidth, limit: this.#limit() });
  }

  /** The page's settings of the players, with where to begin where these do not say it. */
  configured<Options extends PlayerSettings>(options: Options): Options {
    const { estimate: bandwidth } = this.#bandwidth;
    return hintsFor(options, { bandwidth, limit: this.#limit(), language: this.#language() });
  }

  /** Follows a source until another takes over. */
  watch({ player, video, source, signal }: Playing): void {
    const hls = player && 'levels' in player ? player : undefined;
    const dash = player && 'updateSettings' in player ? player : undefined;
    const rising = hls && new RisingLine(hls);
    const onSample = (sample: Sample) => {
      this.#bandwidth.add(sample);
      rising?.add(sample);
    };
    const limits = () => this.#limits();
    if (player) followLoads(player, onSample);
    if (hls) beginLow(hls);
    if (hls) followSound(hls, (audio) => this.#remember({ audio }));
    const lang = this.#language();
    if (lang) dash?.setInitialMediaSettingsFor('audio', { lang });
    this.#limited = hls ? limitHls(hls, limits) : dash && limitDash(dash, limits);
    if (player || source.type === 'hls' || source.type === 'dash') return;
    const { clock } = this.#options;
    const onStall = (arriving: number | undefined) => this.#stalled(source, arriving);
    const file = { video, url: source.url, bandwidth: bandwidthOf(source), clock, onSample, onStall };
    watchFile(file, signal).catch(() => undefined);
  }

  choose(lines: number | undefined): void {
    const { client, tmdbId, preference: own } = this.#options;
    const { preference } = client;
    // What the page wishes for this title holds until its viewer chooses.
    rememberFor(client.memory, tmdbId, { lines: own?.prefer === undefined ? undefined : lines });
    const others = preference
      .read()
      .prefer.split(',')
      .filter((part) => part !== '' && !/^\s*res(:|$)/i.test(part));
    this.#arriving = undefined;
    this.#isChosen = false;
    // Chosen again, it is applied again.
    this.#applied = '';
    preference.write({ prefer: [...(lines === undefined ? [] : [`res:${lines}`]), ...others].join(',') });
  }

  /** A source that the viewer has chosen: the next episode begins with its like. */
  chose({ provider, type, quality, width, height }: Source): void {
    const lines = type === 'mp4' || type === 'webm' ? linesIn({ quality, width, height }) || undefined : undefined;
    this.#isChosen = true;
    this.#remember({ provider, lines });
    this.#applied = this.#wishKey();
  }

  choseSubtitle(subtitle: Pick<Subtitle, 'language'> | undefined): void {
    this.#remember({ subtitles: subtitle?.language ?? null });
  }

  /** The subtitle to begin with; undefined for none. */
  subtitleOf(subtitles: readonly Subtitle[]): Subtitle | undefined {
    const { subtitles: own } = this.#chosen();
    const wanted = own === undefined ? this.#preference().subtitleLanguages : own === null ? [] : [own];
    const base = (tag: string) => tag.split('-')[0]?.toLowerCase();
    for (const tag of wanted) {
      const same = subtitles.filter(({ language }) => base(language) === base(tag));
      const found = same.find(({ language }) => language.toLowerCase() === tag.toLowerCase()) ?? same[0];
      if (found) return found;
    }
    return undefined;
  }

  #apply(): void {
    this.#applied = this.#wishKey();
    // A stream goes on with another rung, not as another source.
    this.#limited?.apply(this.#limits());
    if (this.#limited || this.#isChosen) return;
    const playing = this.#options.playing();
    const best = this.#untried()[0];
    if (playing && best && best.source.url !== playing.url) this.#options.open(best);
  }

  #untried(): Playable[] {
    const failed = new Set(this.#options.tried().map(({ source }) => source.url));
    return this.order(this.#playable).filter(({ source }) => !failed.has(source.url));
  }

  #stalled(source: Source, arriving: number | undefined): void {
    const now = this.#options.clock.now();
    if (!this.#steps.stalled(now)) return;
    const needs = bandwidthOf(source);
    // It stalls, so less arrives than it needs, whatever was measured before.
    this.#arriving = Math.min(arriving ?? Number.POSITIVE_INFINITY, needs);
    const smaller = this.#untried().find((each) => bandwidthOf(each.source) < needs);
    if (!smaller) return;
    this.#steps.stepped(now);
    this.#options.open(smaller);
  }

  /** The bandwidth to choose files by. */
  #files(): number | undefined {
    return this.#arriving === undefined ? this.bandwidth : Math.min(this.#arriving, this.bandwidth ?? this.#arriving);
  }

  #limits(): Limits {
    return { lines: this.chosen, limit: this.#limit() };
  }

  #limit(): number | undefined {
    return this.#preference().dataSaver || connection()?.saveData ? DATA_SAVER : undefined;
  }

  #preference(): ViewerPreference {
    return { ...this.#options.client.preference.read(), ...this.#options.preference };
  }

  #chosen() {
    return chosenFor(this.#options.client.memory, this.#options.tmdbId);
  }

  #wish() {
    return wishOf(this.#preference().prefer, this.#chosen());
  }

  #language(): string | undefined {
    return this.#chosen().audio ?? languageOf(this.#wish());
  }

  #wishKey(): string {
    return JSON.stringify([this.#wish(), this.#limit()]);
  }

  #remember(change: Parameters<typeof rememberFor>[2]): void {
    rememberFor(this.#options.client.memory, this.#options.tmdbId, change);
  }
}

function linesIn(variant: Variant): number {
  return namedLines(variant) || Number.parseInt(variant.quality, 10) || 0;
}
