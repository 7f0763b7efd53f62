import { UNPLAYABLE } from '../../lambda/providers/answer/unplayable.ts';
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
  const parts = [
    ...providersInWords(status, logged, ownProvider),
    // Of a failure the provider's own reason says the same.
    ...(status < 400 ? leftOutInWords(logged) : []),
  ];
  if (parts.length > 0) return parts.join('; ');
  const { cause } = logged;
  if (status === 500 && cause?.message) return `${cause.name ?? 'Error'}: ${cause.message}`;
  return status >= 400 ? (message ?? null) : null;
}

function providersInWords(status: number, logged: LoggedRequest, ownProvider: string | undefined): string[] {
  const { attempts = [], extractions = [], extraCallsRefused = 0 } = logged;
  const failed = extractions.filter(isFailure);
  if (failed.length > 0) {
    const winner = extractions.find(({ outcome }) => outcome === 'found')?.provider;
    // One that was silent is the one beside which the next was due.
    const silent = extraCallsRefused > 0 ? failed.find(isSilent(attempts))?.provider : undefined;
    return failed.map((each) => {
      const unasked = each.provider === silent ? NOT_ASKED_EARLIER : '';
      return `${each.provider}: ${reasonOf(each, attempts, winner)}${unasked}`;
    });
  }
  const without = extractions.filter(({ outcome, provider }) => outcome === 'not-found' && provider !== ownProvider);
  if (status === 404 && without.length > 0) {
    // The title of one that lists it in vain is there.
    const [listing, lacking] = [without.filter(isUnplayable), without.filter((each) => !isUnplayable(each))];
    return [
      ...listing.map(({ provider, cause }) => `${provider}: ${cause}`),
      ...(lacking.length > 0 ? [`not at ${lacking.map(({ provider }) => provider).join(', ')}`] : []),
    ];
  }
  // An extraction that the deadline ended has attempts, and no event of its provider yet.
  const unfinished = status >= 500 ? [...Map.groupBy(attempts, ({ provider }) => provider)] : [];
  return unfinished.map(([provider, own]) => `${provider}: ${attemptsInWords(own)}`);
}

const isFailure = ({ outcome }: ProviderEvent): boolean => outcome !== 'found' && outcome !== 'not-found';

/** Whether an attempt of it ran out of time. */
const isSilent =
  (attempts: readonly AttemptEvent[]) =>
  ({ provider }: ProviderEvent): boolean =>
    attempts.some((each) => each.provider === provider && each.outcome === 'timeout');

const NOT_ASKED_EARLIER = ' (the next provider was not asked earlier: extra calls used up)';

const isUnplayable = ({ outcome, cause = '' }: ProviderEvent): boolean =>
  outcome === 'not-found' && cause.startsWith(UNPLAYABLE);

function leftOutInWords({ leftOut = [], manifests = [], extractions = [] }: LoggedRequest): string[] {
  const explained = new Set<string | undefined>(extractions.filter(isFailure).map(({ provider }) => provider));
  return [
    ...leftOut
      .filter(({ provider }) => !explained.has(provider))
      .map(({ provider, cdn, problems }) => `${provider ?? `CDN ${cdn}`}: ${problems}`),
    ...manifests
      .filter(({ refused }) => refused > 0)
      .map(
        ({ provider, refused }) =>
          `${provider}: ${counted(refused)} on a private address not read (see --trust-origin)`,
      ),
  ];
}

const counted = (manifests: number): string => (manifests === 1 ? '1 manifest' : `${manifests} manifests`);

function reasonOf(event: ProviderEvent, attempts: readonly AttemptEvent[], winner = 'another provider'): string {
  const { provider, outcome, cause, durationMs } = event;
  if (outcome === 'overtaken') return `silent for ${inSeconds(durationMs)}, overtaken by ${winner}`;
  if (outcome === 'cancelled') return `not waited for any longer, ${winner} answered first`;
  if (outcome === 'blocked') return 'not asked, its breaker is open for some 10 s after five failed titles';
  const failed = attempts.filter((each) => each.provider === provider && each.outcome !== 'answered');
  return failed.length > 0 ? attemptsInWords(failed) : shortCause(cause ?? outcome);
}

const inSeconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;

/** `ECONNREFUSED ×3`, `HTTP 503, no answer in 8 s ×2`. */
function attemptsInWords(attempts: readonly AttemptEvent[]): string {
  const counts = new Map<string, number>();
  for (const { outcome, cause, durationMs } of attempts) {
    const words = outcome === 'timeout' ? `no answer in ${inSeconds(durationMs)}` : shortCause(cause ?? outcome);
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts].map(([words, count]) => (count > 1 ? `${words} ×${count}` : words)).join(', ');
}

/** What these mean to who writes a provider. Its own address may be private; so another one came by a redirect. */
const EXPLAINED: Readonly<Record<string, string>> = {
  'HTTP 401': 'HTTP 401 (EXTRACTOR_TOKEN is the token that it gets)',
  'refused to connect: not a public address': 'a redirect to a private address, which is not followed',
};

/** Of a system error its code is enough. */
function shortCause(cause: string): string {
  if (Object.hasOwn(EXPLAINED, cause)) return EXPLAINED[cause]!;
  return /\bE[A-Z][A-Z0-9_]{3,}\b/.exec(cause)?.[0] ?? cause;
}
