import { type Exchange, headerOf } from './exchange.ts';

/** Who gave an answer: a tier of the cache, or an extraction. */
export interface AnsweredBy {
  readonly name: string;
  readonly says: string;
  /** Seconds that it is still fresh; below zero for a stale answer. */
  readonly ttl?: number;
}

export const THIS_DEVICE: AnsweredBy = { name: 'This device', says: 'localStorage, without a request' };

/** Reads Cache-Status (RFC 9211). Undefined when there is none, as with most errors. */
export function answeredBy(exchange: Exchange): AnsweredBy | undefined {
  const status = headerOf(exchange, 'cache-status');
  if (status === undefined) return undefined;
  const parameters = new Map(
    status.split(';').map((part) => {
      const [name = '', value = ''] = part.trim().split('=');
      return [name, value];
    }),
  );
  if (!parameters.has('hit')) {
    return parameters.has('collapsed')
      ? { name: 'Upstream', says: "waited for another container's extraction" }
      : { name: 'Upstream', says: 'extracted for this request' };
  }
  const stale = Number(parameters.get('ttl')) < 0;
  const tier = parameters.get('detail') === 'memory' ? MEMORY : TABLE;
  return {
    name: tier.name,
    says: stale ? `${tier.says}, stale: a refresh is under way` : tier.says,
    ttl: Number(parameters.get('ttl')),
  };
}

const MEMORY = { name: 'Memory', says: 'of the container that answered' };
const TABLE = { name: 'Table', says: 'shared by all containers' };
