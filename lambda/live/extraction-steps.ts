import { MAX_STEPS } from '../../contract/bounds.ts';
import type { LiveStep } from '../../contract/events.ts';
import type { Progress } from '../cache/shared-store.ts';
import type { Clock } from '../clock.ts';
import type { ExtractionObserver, ProviderEvent } from '../providers/events.ts';

const STATES: Readonly<Record<ProviderEvent['outcome'], LiveStep['state']>> = {
  found: 'found',
  'not-found': 'not-found',
  invalid: 'failed',
  unavailable: 'failed',
  blocked: 'failed',
  overtaken: 'late',
  cancelled: 'late',
};

export interface ExtractionStepsOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** Name of a provider → what people call it. */
  readonly labelOf: (provider: string) => string;
  /** Steps of an extraction that this one continues. */
  readonly former?: Progress | undefined;
  /** Receives the events as well: of the request or the refresh. */
  readonly passedTo: ExtractionObserver;
  readonly onStep: () => void;
}

/** The steps of one extraction, from its events. */
export class ExtractionSteps {
  /** Passes every event on; one that it does not pass on does not compile. */
  readonly observer: Required<ExtractionObserver>;
  readonly #options: ExtractionStepsOptions;
  readonly #asked = new Set<string>();
  readonly #playable = new Map<string, number>();
  #progress: Progress;

  constructor(options: ExtractionStepsOptions) {
    this.#options = options;
    this.#progress = options.former ?? { seq: 0, steps: [] };
    const { passedTo } = options;
    this.observer = {
      onAsked: ({ provider }) => {
        passedTo.onAsked?.({ provider });
        // A provider that is asked again after a pause is still being asked.
        if (this.#asked.has(provider)) return;
        this.#asked.add(provider);
        this.#add({ provider, state: 'asked', ms: 0 });
      },
      onPlayable: (event) => {
        passedTo.onPlayable?.(event);
        this.#playable.set(event.provider, event.sources);
      },
      onProvider: (event) => {
        passedTo.onProvider?.(event);
        this.#ended(event);
      },
      onAttempt: (event) => passedTo.onAttempt?.(event),
      onExtraCallRefused: (event) => passedTo.onExtraCallRefused?.(event),
      onManifests: (event) => passedTo.onManifests?.(event),
      onLeftOut: (event) => passedTo.onLeftOut?.(event),
      onUnplayable: (event) => passedTo.onUnplayable?.(event),
      onBuilt: (event) => passedTo.onBuilt?.(event),
    };
  }

  get progress(): Progress {
    return this.#progress;
  }

  #ended({ provider, outcome, durationMs }: ProviderEvent): void {
    // One whose breaker is open was not asked.
    if (!this.#asked.has(provider)) return;
    const sources = outcome === 'found' ? this.#playable.get(provider) : undefined;
    const ms = Math.max(0, Math.round(durationMs));
    this.#add({ provider, state: STATES[outcome], ms, ...(sources !== undefined && { sources }) });
  }

  #add(step: LiveStep): void {
    const { clock, labelOf, onStep } = this.#options;
    const { seq, steps } = this.#progress;
    const labelled = { ...step, provider: labelOf(step.provider) };
    // By the clock, so that the next extraction of the title counts on, wherever it runs.
    this.#progress = { seq: Math.max(seq + 1, clock.now()), steps: [...steps, labelled].slice(-MAX_STEPS) };
    onStep();
  }
}
