import type { Source } from '../answer.ts';
import type { LooseRequest } from '../fetch/request.ts';
import type { Progress } from '../live/events.ts';
import type { QualityChoice } from '../quality/quality-choice.ts';
import type { PlayError } from '../sources/failure.ts';
import type { StreamClient } from '../stream-client.ts';
import type { PlayOptions, TitlePlayback } from './play-options.ts';
import { playTitle } from './play-title.ts';

/** What every `<stream-player>` of a page uses. */
export interface StreamPlayerOptions
  extends Pick<PlayOptions, 'hls' | 'dash' | 'hlsConfig' | 'dashConfig' | 'preference' | 'measure'> {
  /** The page's client; or a function of `base-url` and `live-url` that makes the one of all elements with these. */
  client: StreamClient | ((baseUrl: string | undefined, liveUrl: string | undefined) => StreamClient);
  /** The element's name. Default: `stream-player`. */
  name?: string | undefined;
}

/** A `<stream-player>`, and what a page can do with it. Its events are `source` and `error`, of `CustomEvent`. */
export interface StreamPlayerElement extends HTMLElement {
  readonly video: HTMLVideoElement;
  /** Undefined while the element is not in a page, or names no title. */
  readonly playback: TitlePlayback | undefined;
}

const TITLE = ['tmdb-id', 'media-type', 'season', 'episode', 'base-url', 'live-url'];
/** The attributes of a video that the element passes on. */
const PASSED_ON = ['controls', 'muted', 'autoplay', 'poster', 'loop', 'playsinline', 'preload', 'crossorigin'];

const STYLE = `
  :host { display: block; position: relative; aspect-ratio: 16 / 9; background: #000; color: #fff; }
  :host([hidden]) { display: none; }
  video { display: block; width: 100%; height: 100%; }
  [part=error] { position: absolute; inset: 0; display: grid; gap: 1em; place-content: center; justify-items: center;
    padding: 1em; background: rgb(0 0 0 / 80%); text-align: center; overflow: auto; }
  [part=progress] { position: absolute; inset: 0; display: grid; place-content: center; margin: 0; padding: 1em;
    white-space: pre-line; pointer-events: none; }
  [hidden] { display: none; }
  button { font: inherit; padding: 0.5em 1em; }
  [part=quality] { position: absolute; top: 0.5em; right: 0.5em; font: inherit; opacity: 0.3; }
  [part=quality]:hover, [part=quality]:focus { opacity: 1; }`;

/**
 * Defines the element `<stream-player tmdb-id="550" media-type="movie" controls>`: `playTitle` for plain HTML, Vue and
 * Svelte. Changed attributes play another title; a removed element leaves nothing behind. When nothing plays, it shows
 * why, with a button to try again. While an answer takes long, it shows which provider is asked, where the client has
 * a `liveUrl`. Does nothing where there is no `customElements` (on a server), or the name is taken.
 *
 * Its parts `video`, `quality` (a menu), `progress` and `error` can be styled; its events are `source` and `error`.
 *
 * @example
 * defineStreamPlayer({ client: createStreamClient(), hls: () => import('hls.js') });
 */
export function defineStreamPlayer({ client, name = 'stream-player', ...options }: StreamPlayerOptions): void {
  const registry = globalThis.customElements as CustomElementRegistry | undefined;
  if (!registry || registry.get(name)) return;
  /** The clients that were made, by what they were made of. */
  const clients = new Map<string, StreamClient>();
  const clientOf = (baseUrl?: string, liveUrl?: string): StreamClient => {
    if (typeof client !== 'function') return client;
    const key = JSON.stringify([baseUrl, liveUrl]);
    const shared = clients.get(key) ?? client(baseUrl, liveUrl);
    clients.set(key, shared);
    return shared;
  };

  registry.define(
    name,
    class extends HTMLElement implements StreamPlayerElement {
      static readonly observedAttributes = [...TITLE, ...PASSED_ON];
      readonly video = document.createElement('video');
      readonly #error = document.createElement('div');
      readonly #words = document.createElement('p');
      readonly #menu = document.createElement('select');
      readonly #progress = document.createElement('p');
      playback: TitlePlayback | undefined;
      #isPlanned = false;
      /** The progress to show; undefined once the answer is there. */
      #latest: Progress | undefined;

      constructor() {
        super();
        // Not a style element, which a content security policy may forbid.
        const style = new CSSStyleSheet();
        style.replaceSync(STYLE);
        this.video.part.add('video');
        this.#error.part.add('error');
        this.#error.setAttribute('role', 'alert');
        this.#error.hidden = true;
        this.#progress.part.add('progress');
        this.#progress.setAttribute('role', 'status');
        const retry = document.createElement('button');
        retry.type = 'button';
        retry.textContent = 'Try again';
        retry.addEventListener('click', () => this.#play(true));
        this.#error.append(this.#words, retry);
        this.#menu.part.add('quality');
        this.#menu.setAttribute('aria-label', 'Quality');
        this.#menu.hidden = true;
        this.#menu.addEventListener('change', () => {
          this.#quality?.choose(Number(this.#menu.value) || undefined);
          // The picture may follow later, or be of this size already.
          this.#menu.title = this.#quality?.why ?? '';
        });
        const root = this.attachShadow({ mode: 'open' });
        root.adoptedStyleSheets = [style];
        // By then the levels of a stream are known. Events of media do not bubble.
        for (const event of ['loadeddata', 'resize']) root.addEventListener(event, () => this.#offer(), true);
        root.append(this.video, this.#progress, this.#menu, this.#error);
      }

      connectedCallback(): void {
        this.#plan();
      }

      disconnectedCallback(): void {
        this.#stop();
      }

      attributeChangedCallback(attribute: string, before: string | null, value: string | null): void {
        if (PASSED_ON.includes(attribute)) this.#passOn(attribute, value);
        else if (before !== value) this.#plan();
      }

      /** Several attributes that change together are one change. */
      #plan(): void {
        if (this.#isPlanned) return;
        this.#isPlanned = true;
        queueMicrotask(() => {
          this.#isPlanned = false;
          if (this.isConnected) this.#play(this.hasAttribute('autoplay'));
        });
      }

      #play(autoplay: boolean): void {
        this.#stop();
        const tmdbId = this.getAttribute('tmdb-id');
        if (!tmdbId) return;
        const [baseUrl, liveUrl] = ['base-url', 'live-url'].map((name) => this.getAttribute(name) ?? undefined);
        this.playback = playTitle(this.video, this.#requestOf(tmdbId), {
          ...options,
          client: clientOf(baseUrl, liveUrl),
          measure: this.hasAttribute('measure') || options.measure,
          autoplay,
          onProgress: (progress) => void this.#showProgress(progress).catch(() => undefined),
          onSource: (source) => {
            void this.#showProgress();
            this.#emit('source', source);
          },
          onError: (error) => this.#fail(error),
        });
      }

      #requestOf(tmdbId: string): LooseRequest {
        const number = (attribute: string) =>
          this.hasAttribute(attribute) ? Number(this.getAttribute(attribute)) : undefined;
        const [season, episode] = [number('season'), number('episode')];
        const isEpisode = (this.getAttribute('media-type') ?? (season === undefined ? 'movie' : 'tv')) === 'tv';
        return isEpisode ? { tmdbId, mediaType: 'tv', season, episode } : { tmdbId, mediaType: 'movie' };
      }

      /** Shows how far the answer is; nothing once it is there. */
      async #showProgress(progress?: Progress): Promise<void> {
        this.#latest = progress;
        if (!progress) {
          this.#progress.textContent = '';
          return;
        }
        const { progressInWords } = await import('../live/progress-words.ts');
        if (this.#latest === progress) this.#progress.textContent = progressInWords(progress).join('\n');
      }

      #fail(error: PlayError): void {
        void this.#showProgress();
        this.#words.textContent = error.message;
        this.#error.hidden = false;
        this.#emit('error', error);
      }

      get #quality(): QualityChoice | undefined {
        return this.playback?.quality;
      }

      /** Lists the qualities of the title where the video has controls, and what was chosen and why. */
      #offer(): void {
        const { choices = [], chosen, why = '' } = this.#quality ?? {};
        const lines = this.video.videoHeight;
        const option = (text: string, value: number) => new Option(text, String(value), false, value === (chosen ?? 0));
        this.#menu.replaceChildren(option(`Auto (${lines}p)`, 0), ...choices.map((each) => option(`${each}p`, each)));
        this.#menu.title = why;
        this.#menu.hidden = !this.hasAttribute('controls') || choices.length < 2;
      }

      #stop(): void {
        this.playback?.stop();
        this.playback = undefined;
        this.#menu.hidden = true;
        this.#error.hidden = true;
        void this.#showProgress();
      }

      #passOn(attribute: string, value: string | null): void {
        // It starts by itself, once it has a source. The attribute alone does not mute a video that exists already.
        if (attribute === 'autoplay') return;
        if (attribute === 'muted') this.video.muted = value !== null;
        else if (value === null) this.video.removeAttribute(attribute);
        else this.video.setAttribute(attribute, value);
      }

      #emit(type: 'source' | 'error', detail: Source | PlayError): void {
        this.dispatchEvent(new CustomEvent(type, { detail }));
      }
    },
  );
}
