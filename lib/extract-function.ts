import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { extractEnvironment } from '../lambda/functions/environment.ts';
import { cacheNamespace } from './cache-namespace.ts';
import type { CacheTable } from './cache-table.ts';
import type { CatalogueTable } from './catalogue-table.ts';
import type { FunctionBundles } from './functions.ts';
import { secretArn } from './secret-arn.ts';
import type { StageSettings } from './stage-settings.ts';
import { StreamFunction } from './stream-function.ts';

export interface ExtractFunctionProps {
  readonly settings: StageSettings;
  readonly bundles: FunctionBundles;
  readonly cacheTable: CacheTable;
  readonly catalogueTable: CatalogueTable;
}

/** Answers the API's one route: from the cache, or by asking the stage's providers. */
export class ExtractFunction extends StreamFunction<typeof extractEnvironment> {
  constructor(scope: Construct, id: string, { settings, bundles, cacheTable, catalogueTable }: ExtractFunctionProps) {
    const { timeouts, lifetimes } = settings;
    super(scope, id, {
      name: 'extract',
      description: `Stream API (${settings.stage}): finds every playable source of a title`,
      bundles,
      settings,
      environmentSchema: extractEnvironment,
      environment: {
        STAGE: settings.stage,
        CACHE_TABLE: cacheTable.tableName,
        CATALOGUE_TABLE: catalogueTable.tableName,
        CACHE_NAMESPACE: cacheNamespace(settings),
        PROVIDERS: JSON.stringify(settings.providers),
        TRUSTED_ORIGINS: JSON.stringify(settings.trustedOrigins),
        CORS_ORIGINS: JSON.stringify(settings.corsOrigins),
        MEMORY_CACHE_MIB: String(settings.memoryCacheMiB),
        FRESH_SECONDS: String(lifetimes.freshSeconds),
        STALE_SECONDS: String(lifetimes.staleSeconds),
        NOT_FOUND_SECONDS: String(lifetimes.notFoundSeconds),
        DEADLINE_MS: String(timeouts.deadlineMs),
        EARLY_TIMEOUT_RESERVE_MS: String(timeouts.functionSeconds * 1000 - timeouts.earlyTimeoutMs),
        ATTEMPT_TIMEOUT_MS: String(timeouts.attemptMs),
        INSPECT_BUDGET_MS: String(timeouts.inspectMs),
      },
    });
    cacheTable.grantCaching(this);
    catalogueTable.grantLookup(this);
    const secrets = settings.providers.flatMap((each) =>
      each.type === 'http' && each.tokenSecret !== undefined ? [secretArn(this, each.tokenSecret)] : [],
    );
    if (secrets.length > 0) {
      const actions = ['secretsmanager:GetSecretValue'];
      this.function.addToRolePolicy(new PolicyStatement({ actions, resources: secrets }));
    }
  }
}
