import { type Exchange, headerOf } from './exchange.ts';

/** Where an answer comes from: a tier of the cache, or an extraction. */
export interface AnsweredBy {
  readonly name: string;
  readonly description: string;
  /** Seconds for which it is still fresh; negative for a stale answer. */
  readonly ttl?: number;
}

export const THIS_DEVICE: AnsweredBy = { name: 'This device', description: 'from localStorage, without a request' };

/** Reads Cache-Status (RFC 9211). Undefined when the header is absent, as in most errors. */
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
      ? { name: 'Provider', description: "waited for another container's extraction" }
      : { name: 'Provider', description: 'extracted for this request' };
  }
  const stale = Number(parameters.get('ttl')) < 0;
  const tier = parameters.get('detail') === 'memory' ? MEMORY : TABLE;
  return {
    name: tier.name,
    description: stale ? `${tier.description}, stale: a refresh has been started` : tier.description,
    ttl: Number(parameters.get('ttl')),
  };
}

const MEMORY = { name: 'Memory', description: 'of the container that answered' };
const TABLE = { name: 'Table', description: 'shared by all containers' };
