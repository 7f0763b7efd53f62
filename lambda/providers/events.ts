/** One call to an extractor, for logs and metrics. */
export interface AttemptReport {
  readonly extractor: string;
  /** 1 for the first call. */
  readonly attempt: number;
  readonly durationMs: number;
  readonly outcome: 'answered' | 'not-found' | 'invalid' | 'timeout' | 'failed';
  /** Why it did not answer, without path or query of any URL. */
  readonly cause?: string;
}

/** What one extractor of the chain came to. */
export interface ExtractorReport {
  readonly extractor: string;
  readonly durationMs: number;
  /** `blocked`: it was not asked, because its breaker is open. */
  readonly outcome: 'found' | 'not-found' | 'invalid' | 'unavailable' | 'blocked';
  readonly timedOut?: boolean;
  readonly cause?: string;
}

/** What became of the manifests of one extraction. */
export interface InspectionReport {
  readonly durationMs: number;
  /** Manifests read and understood. */
  readonly read: number;
  /** Answered 404 or 410. */
  readonly gone: number;
  /** The guard refused where they lead. */
  readonly refused: number;
  /** Everything else: unreachable, out of time, too large, not a manifest. */
  readonly failed: number;
}

/** Told what happens on the way to the sources. Its methods must not throw. */
export interface ExtractionObserver {
  onAttempt?(report: AttemptReport): void;
  onExtractor?(report: ExtractorReport): void;
  onInspection?(report: InspectionReport & { readonly extractor: string }): void;
  /** All the sources of an extractor's answer were unfit for one of ours. */
  onUnplayable?(report: { readonly extractor: string; readonly sources: number }): void;
}
