import type { SourceType } from '../../contract/answer.ts';
import { DeadlineError } from '../deadline.ts';
import { OutgoingError } from '../outgoing/outgoing-error.ts';

/** What a probe found, the worst last but for `inconclusive`, which says nothing about what viewers get. */
export type Verdict = 'ok' | 'slow' | 'no-cors' | 'gone' | 'denied' | 'unreachable' | 'invalid' | 'inconclusive';

/** A link to a source, as an answer or a catalogue row has it. */
export interface ProbedLink {
  readonly url: string;
  readonly type: SourceType;
}

/** One request of a probe. */
export interface ProbeStep {
  /** What was asked for: "master playlist", "first segment". */
  readonly what: string;
  readonly status?: number | undefined;
  /** Milliseconds until its first bytes, of a manifest until its last. */
  readonly ms: number;
  /** Of the body, at most 64 KiB of a segment or file. */
  readonly bytes: number;
  /** Its `Access-Control-Allow-Origin`; absent where there is none. */
  readonly allowOrigin?: string | undefined;
}

export interface Probe {
  readonly verdict: Verdict;
  /** One sentence without a link; absent when it is well. */
  readonly reason?: string | undefined;
  readonly steps: readonly ProbeStep[];
  /** What else a person would want to know of it, a sentence each. */
  readonly notes: readonly string[];
  /** Those that were read, where the probe keeps them. */
  readonly manifests?: readonly ReadManifest[];
}

export interface ReadManifest {
  readonly text: string;
  /** After redirects. */
  readonly url: string;
}

/** Ends a probe early: what is not as a player needs it. The message never contains a link. */
export class ProbeFailure extends Error {
  override name = 'ProbeFailure' as const;
  readonly verdict: Verdict;

  constructor(verdict: Verdict, message: string) {
    super(message);
    this.verdict = verdict;
  }
}

/** Whether a source with this verdict cannot be played by anybody. */
export const isFailing = (verdict: Verdict): boolean =>
  verdict === 'gone' || verdict === 'denied' || verdict === 'unreachable' || verdict === 'invalid';

/** How many of a run's probes failed, by the number of each verdict. */
export const failedOf = (verdicts: Readonly<Partial<Record<Verdict, number>>>): number =>
  (Object.keys(verdicts) as Verdict[]).filter(isFailing).reduce((sum, verdict) => sum + (verdicts[verdict] ?? 0), 0);

/** What a status says, where it is none of success. */
export function failureOfStatus(status: number, what: string): ProbeFailure | undefined {
  if (status >= 200 && status <= 299) return undefined;
  const message = `the ${what} is answered ${status}`;
  if (status === 404 || status === 410) return new ProbeFailure('gone', message);
  // Asked too often: that is about us.
  if (status === 429) return new ProbeFailure('inconclusive', message);
  if (status >= 500 || status === 408) return new ProbeFailure('unreachable', message);
  if (status === 416) return new ProbeFailure('invalid', `the ${what} is empty`);
  return status >= 400 ? new ProbeFailure('denied', message) : new ProbeFailure('invalid', message);
}

/** What an error of the HTTP client says. */
export function failureOfError(error: unknown, what: string): ProbeFailure {
  if (error instanceof ProbeFailure) return error;
  if (error instanceof DeadlineError) return new ProbeFailure('unreachable', `the ${what} is not answered in time`);
  if (!(error instanceof OutgoingError)) return new ProbeFailure('inconclusive', `the ${what} was not asked for`);
  const message = `the ${what}: ${error.message}`;
  // An address that we must not connect to may be one that viewers reach.
  if (error.reason === 'address') return new ProbeFailure('inconclusive', message);
  return new ProbeFailure(error.reason === 'size' || error.reason === 'content' ? 'invalid' : 'unreachable', message);
}
