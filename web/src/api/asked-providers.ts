import { type Exchange, headerOf } from './exchange.ts';

/** One provider that was asked for a title, as the request's log line names it. */
export interface AskedProvider {
  readonly provider: string;
  readonly durationMs: number;
  readonly outcome: string;
  /** Calls that were made while a provider before it was silent. */
  readonly extraCalls?: number;
}

/** The part of a request's record that is read here. */
interface RequestRecord {
  readonly id: string;
  readonly log: { readonly extractions?: readonly AskedProvider[] } | null;
}

/** Who was asked for an answer. The local stack knows it; none on a deployed stage, or when its request fails. */
export async function askedProviders(exchange: Exchange, signal: AbortSignal): Promise<readonly AskedProvider[]> {
  const id = headerOf(exchange, 'x-amzn-requestid');
  if (!LOCAL_STACK || id === undefined) return [];
  try {
    const response = await fetch('/local/requests', { signal });
    const { requests } = (await response.json()) as { requests: readonly RequestRecord[] };
    return requests.findLast((each) => each.id === id)?.log?.extractions ?? [];
  } catch {
    return [];
  }
}

const WORDS: Readonly<Record<string, string>> = {
  found: 'has it',
  'not-found': 'does not have it',
  invalid: 'gave an invalid answer',
  unavailable: 'failed',
  blocked: 'not asked, its breaker is open',
  overtaken: 'silent, overtaken',
  cancelled: 'not needed any longer',
};

/** What became of it, in a few words. */
export const outcomeInWords = ({ outcome, extraCalls = 0 }: AskedProvider): string =>
  `${WORDS[outcome] ?? outcome}${extraCalls > 0 ? ', asked beside a silent one' : ''}`;
