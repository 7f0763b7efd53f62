import type { RequestsAnswer } from '../../../contract/local/requests.ts';
import { type Exchange, headerOf } from './exchange.ts';
import { readLocal } from './read-local.ts';

/** One provider that was asked for a title, as the request's log line names it. */
export interface AskedProvider {
  readonly provider: string;
  readonly durationMs: number;
  readonly outcome: string;
  /** Calls that were made while a provider before it was silent. */
  readonly extraCalls?: number;
}

/** Who was asked for an answer. The local stack knows it; none on a deployed stage, or when its request fails. */
export async function askedProviders(exchange: Exchange, signal: AbortSignal): Promise<readonly AskedProvider[]> {
  const id = headerOf(exchange, 'x-amzn-requestid');
  if (!LOCAL_STACK || id === undefined) return [];
  try {
    const { requests } = await readLocal<RequestsAnswer>(`requests?${new URLSearchParams({ id })}`, signal);
    return (requests[0]?.log?.extractions ?? []) as readonly AskedProvider[];
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
