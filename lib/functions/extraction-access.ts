import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { hasBreaker } from '../../contract/settings/has-breaker.ts';
import type { CacheEnvironment, ExtractionEnvironment } from '../../lambda/wiring/environment.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import type { CacheTable } from '../tables/cache-table.ts';
import type { CatalogueTable } from '../tables/catalogue-table.ts';
import { cacheNamespace } from './cache-namespace.ts';
import { cdnVariables, grantSigning } from './cdns.ts';
import { fallbackVariable } from './fallback.ts';
import { grantSecrets } from './secrets.ts';
import type { StreamFunction } from './stream-function.ts';

/** The tables that an extraction reads and writes. */
export interface ExtractionTables {
  readonly cacheTable: CacheTable;
  readonly catalogueTable: CatalogueTable;
  /** Where the stage looks at the health of its sources. */
  readonly healthTable?: NotedIn | undefined;
  /** Where the stage notifies those who watch. */
  readonly notify?: StreamFunction | undefined;
}

/** A table in which extractions note their titles. */
export interface NotedIn {
  readonly tableName: string;
  grantNoting(grantee: IGrantable): void;
  /** Allows a function that answers to read what is not well. */
  grantLook(grantee: IGrantable): void;
}

/** What notifies those who watch of a purge. */
export interface NotifiedOfPurges extends Pick<StreamFunction, 'live'> {
  readonly table: { readonly tableName: string; grantLook(grantee: IGrantable): void };
}

/** The variables of a function that reads the stage's cache. */
export function cacheVariables(settings: StageSettings, cacheTable: CacheTable): CacheEnvironment {
  return {
    STAGE: settings.stage,
    CACHE_TABLE: cacheTable.tableName,
    CACHE_NAMESPACE: cacheNamespace(settings),
    PROVIDERS: JSON.stringify(settings.providers),
  };
}

/** The variables of a function that extracts, with its own times. */
export function extractionVariables(
  settings: StageSettings,
  { cacheTable, catalogueTable, notify, healthTable }: ExtractionTables,
  times: { readonly deadlineMs: number; readonly attemptMs: number; readonly isInBackground?: boolean },
): ExtractionEnvironment {
  const { lifetimes, timeouts } = settings;
  return {
    ...cacheVariables(settings, cacheTable),
    CATALOGUE_TABLE: catalogueTable.tableName,
    ...cdnVariables(settings),
    FRESH_SECONDS: String(lifetimes.freshSeconds),
    STALE_SECONDS: String(lifetimes.staleSeconds),
    NOT_FOUND_SECONDS: String(lifetimes.notFoundSeconds),
    DEADLINE_MS: String(times.deadlineMs),
    ATTEMPT_TIMEOUT_MS: String(times.attemptMs),
    FALLBACK: fallbackVariable(settings, times),
    INSPECT_BUDGET_MS: String(timeouts.inspectMs),
    HEALTH_TABLE: healthTable?.tableName ?? '',
    NOTED_SHARE: String(settings.health?.notedShare ?? 0),
    NOTIFY_FUNCTION: notify?.live.functionArn ?? '',
  };
}

/** Allows exactly the calls of an extraction: to both tables, to the breakers, and to the secrets of the providers. */
export function grantExtraction(
  grantee: StreamFunction,
  settings: StageSettings,
  { cacheTable, catalogueTable, healthTable, notify }: ExtractionTables,
): void {
  cacheTable.grantCaching(grantee);
  catalogueTable.grantLookup(grantee);
  healthTable?.grantNoting(grantee);
  grantSigning(grantee, settings);
  notify?.live.grantInvoke(grantee);
  if (settings.providers.some(hasBreaker)) cacheTable.grantBreaker(grantee);
  grantSecrets(
    grantee,
    settings.providers.flatMap((provider) => (provider.type === 'http' ? (provider.tokenSecret ?? []) : [])),
  );
}
