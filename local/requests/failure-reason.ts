import type { AttemptEvent, ProviderEvent } from '../../lambda/providers/events.ts';
import type { LoggedRequest } from './logged-request.ts';

/**
 * Why a request failed, in a few words; of one that succeeded, which providers failed before another had the title, and
 * what of the answer was left out. Null where all went well.
 *
 * @param message of the answer, where it is an error
 * @param ownProvider the stack's own provider, whose not-found is nobody's concern
 */
export function failureReason(
  status: number,
  logged: LoggedRequest = {},
  message?: string,
  ownProvider?: string,
): string | null {
  const parts = [...providersInWords(status, logged, ownProvider), ...leftOutInWords(logged)];
  if (parts.length > 0) return parts.join('; ');
  const { cause } = logged;
  if (status === 500 && cause?.message) return `${cause.name ?? 'Error'}: ${cause.message}`;
  return status >= 400 ? (message ?? null) : null;
}

function providersInWords(status: number, logged: LoggedRequest, ownProvider: string | undefined): string[] {
  const { attempts = [], extractions = [] } = logged;
  const failed = extractions.filter(
    ({ outcome, provider }) =>
      outcome !== 'found' && (outcome !== 'not-found' || (status >= 400 && provider !== ownProvider)),
  );
  if (failed.length > 0) return failed.map((each) => `${each.provider}: ${reasonOf(each, attempts)}`);
  // An extraction that the deadline ended has attempts, and no event of its provider yet.
  const unfinished = status >= 500 ? [...Map.groupBy(attempts, ({ provider }) => provider)] : [];
  return unfinished.map(([provider, own]) => `${provider}: ${attemptsInWords(own)}`);
}

function leftOutInWords({ leftOut = [], manifests = [] }: LoggedRequest): string[] {
  return [
    ...leftOut.map(({ provider, problems }) => `${provider}: ${problems}`),
    ...manifests
      .filter(({ refused }) => refused > 0)
      .map(({ provider, refused }) => `${provider}: ${refused} on a private address not read (see --trust-origin)`),
  ];
}

function reasonOf({ provider, outcome, cause }: ProviderEvent, attempts: readonly AttemptEvent[]): string {
  if (outcome === 'not-found') return 'does not have it';
  if (outcome === 'blocked') return 'not asked, its breaker is open';
  const failed = attempts.filter((each) => each.provider === provider && each.outcome !== 'answered');
  return failed.length > 0 ? attemptsInWords(failed) : shortCause(cause ?? outcome);
}

/** `ECONNREFUSED ×3`, `HTTP 503, no answer in 8 s ×2`. */
function attemptsInWords(attempts: readonly AttemptEvent[]): string {
  const counts = new Map<string, number>();
  for (const { outcome, cause, durationMs } of attempts) {
    const words =
      outcome === 'timeout' ? `no answer in ${Math.round(durationMs / 100) / 10} s` : shortCause(cause ?? outcome);
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts].map(([words, count]) => (count > 1 ? `${words} ×${count}` : words)).join(', ');
}

/** A system error's code says all that its message does, in one word. */
function shortCause(cause: string): string {
  return /\bE[A-Z][A-Z0-9_]{3,}\b/.exec(cause)?.[0] ?? cause;
}
