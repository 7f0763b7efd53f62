import type { Source } from '../answer.ts';
import type { Clock } from '../clock.ts';
import type { LooseRequest } from '../fetch/request.ts';
import { heard } from '../heard.ts';
import type { Viewing } from '../usage/viewing.ts';
import type { Measured, PlayOptions } from './play-options.ts';

interface MeasuredTitle {
  readonly video: HTMLVideoElement;
  readonly request: LooseRequest;
  readonly play: PlayOptions;
  readonly clock: Clock;
  /** Aborted when the title ends. */
  readonly signal: AbortSignal;
}

/** What the page measures of a title: by itself, or for the API, whose part is loaded beside the answer. */
export class TitleMeasure {
  readonly #onPlayer: ((playing: Measured) => void) | undefined;
  readonly #viewing: Promise<Viewing | undefined> | undefined;

  constructor({ video, request, play, clock, signal }: MeasuredTitle) {
    const { client, autoplay = true, measure } = play;
    const options = Object(measure);
    this.#onPlayer = typeof measure === 'function' ? measure : options.onPlayer;
    if (!measure || typeof measure === 'function') return;
    const viewing = { ...options, video, client, request, begunAt: clock.now(), autoplay, clock, signal };
    this.#viewing = import('../usage/viewing.ts').then(
      ({ startViewing }) => startViewing(viewing),
      () => undefined,
    );
  }

  /** A source is about to load. */
  opened(playing: Measured): void {
    heard(() => this.#onPlayer?.(playing));
    void this.#viewing?.then((viewing) => viewing?.opened(playing));
  }

  /** A source has failed; without one, the title has. */
  failed(source?: Source, reason?: string): void {
    void this.#viewing?.then((viewing) => viewing?.failed(source, reason));
  }
}
