import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ProviderSettings } from '../../contract/provider-settings.ts';
import { hasBreaker } from '../../contract/settings/has-breaker.ts';
import { Purges } from '../cache/purges.ts';
import type { SharedStore } from '../cache/shared-store.ts';
import { PurgeTable } from '../cache/table/purge-table.ts';
import { TableStore } from '../cache/table/table-store.ts';
import { type Clock, systemClock } from '../clock.ts';
import { Breaker } from '../providers/breaker.ts';
import { BreakerTable } from '../providers/breaker-table.ts';
import type { CacheEnvironment } from './environment.ts';

/** What every function with access to the cache shares. */
export interface SharedCache {
  readonly clock: Clock;
  readonly store: SharedStore;
  readonly purges: Purges;
  readonly breaker: Breaker;
  readonly providersWithBreaker: readonly string[];
}

export function sharedCache(environment: CacheEnvironment, client: DynamoDBDocumentClient): SharedCache {
  const { CACHE_TABLE, CACHE_NAMESPACE } = environment;
  const clock = systemClock;
  return {
    clock,
    store: new TableStore(client, CACHE_TABLE, CACHE_NAMESPACE),
    purges: new Purges(new PurgeTable(client, CACHE_TABLE, CACHE_NAMESPACE), clock),
    breaker: new Breaker(new BreakerTable(client, CACHE_TABLE, CACHE_NAMESPACE), clock),
    providersWithBreaker: providersOf(environment)
      .filter(hasBreaker)
      .map(({ name }) => name),
  };
}

export const providersOf = ({ PROVIDERS }: CacheEnvironment): ProviderSettings[] =>
  JSON.parse(PROVIDERS) as ProviderSettings[];
