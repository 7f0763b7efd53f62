import type { ManifestCounts } from '../manifests/inspect.ts';
import { redactedText } from '../redacted-text.ts';
import type { BuiltAnswer } from '../stream/answer.ts';
import { boundedText } from '../stream/bounded-text.ts';

/** One call to a provider has ended. */
export interface AttemptEvent {
  readonly provider: string;
  /** 1 for the first call. */
  readonly attempt: number;
  readonly durationMs: number;
  /** `cancelled`: others had answered before it. */
  readonly outcome: 'answered' | 'not-found' | 'invalid' | 'timeout' | 'failed' | 'cancelled';
  /** Why it failed, see {@link causeOf}. */
  readonly cause?: string | undefined;
}

/** A provider of the chain is done, all its attempts included. */
export interface ProviderEvent {
  readonly provider: string;
  readonly durationMs: number;
  /**
   * `blocked`: its breaker is open, so it was not asked. Where others had answered before it: `overtaken` when it had
   * been silent for long, which counts as a failure, else `cancelled`.
   */
  readonly outcome: 'found' | 'not-found' | 'invalid' | 'unavailable' | 'blocked' | 'overtaken' | 'cancelled';
  /** Every attempt ran out of time. */
  readonly timedOut?: boolean | undefined;
  /** Calls to it that were made while a provider before it was silent (hedges). */
  readonly extraCalls?: number | undefined;
  readonly cause?: string | undefined;
}

/** The manifests that a provider lists have been inspected: where qualities are poor, this is the reason. */
export type ManifestsEvent = ManifestCounts & { readonly provider: string };

/** Receives the events of one extraction, as they happen. Its methods must not throw. */
export interface ExtractionObserver {
  /** A provider is asked; one whose breaker is open is not. */
  onAsked?(event: { readonly provider: string }): void;
  onAttempt?(event: AttemptEvent): void;
  /** A provider has sources that play, just before it is done. */
  onPlayable?(event: { readonly provider: string; readonly sources: number }): void;
  onProvider?(event: ProviderEvent): void;
  /** A provider was due to be asked beside a silent one, and the budget of extra calls was spent. */
  onExtraCallRefused?(event: { readonly provider: string }): void;
  onManifests?(event: ManifestsEvent): void;
  /**
   * Links of a provider's answer are left out because of their form, or facts of it are ignored:
   * `subtitles[0].url is required (got {src})`.
   */
  onLeftOut?(event: { readonly provider: string; readonly problems: string }): void;
  /** None of the sources in a provider's answer is playable. */
  onUnplayable?(event: { readonly provider: string; readonly sources: number }): void;
  /** The answer has been built; what was left out of it is counted. */
  onBuilt?(dropped: BuiltAnswer['dropped']): void;
}

/** An error's message for an event: bounded, and without the path or query of any URL. */
export function causeOf(error: unknown): string {
  return boundedText(redactedText(error instanceof Error ? error.message : String(error)), 300);
}
