import { type Exchange, exchange } from './exchange.ts';

/** The last exchange of each target, for the facts about an answer that the page shows beside its data. */
export interface ExchangeLog {
  /** A `fetch` that records the exchange. */
  readonly fetch: typeof fetch;
  readonly last: (target: string) => Exchange | undefined;
  /** @returns ends the subscription */
  readonly subscribe: (listener: () => void) => () => void;
}

export function createExchangeLog(): ExchangeLog {
  const exchanges = new Map<string, Exchange>();
  const listeners = new Set<() => void>();
  return {
    fetch: async (input, init) => {
      const made = await exchange(input, init);
      exchanges.set(made.target, made);
      for (const listener of listeners) listener();
      return new Response(made.body, { status: made.status, headers: made.headers.map(([...pair]) => pair) });
    },
    last: (target) => exchanges.get(target),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
