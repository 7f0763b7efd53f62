import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ROUTES } from '../contract/routes.ts';
import { API_FINDINGS, acceptFindings } from './accepted-findings.ts';
import { KeyedAccess } from './api/keyed-access.ts';
import { StreamRestApi } from './api/stream-rest-api.ts';
import type { FunctionBundles } from './bundling/functions.ts';
import { SafeDeployment } from './deployment/safe-deployment.ts';
import { EdgeAccess } from './edge/access.ts';
import { CacheFunction } from './functions/cache-function.ts';
import { CanaryFunction, type CanaryVisit } from './functions/canary-function.ts';
import { ExtractFunction } from './functions/extract-function.ts';
import { RefreshFunction } from './functions/refresh-function.ts';
import { HealthFunction } from './health/health-function.ts';
import { HealthTable } from './health/health-table.ts';
import { LiveFunction } from './live/live-function.ts';
import { NotifyFunction } from './live/notify-function.ts';
import { MediaEdge } from './media-edge/media-edge.ts';
import { Monitoring } from './monitoring/monitoring.ts';
import { PreferencesFunction } from './preferences/preferences-function.ts';
import type { StageSettings } from './stage/stage-settings.ts';
import { CacheTable } from './tables/cache-table.ts';
import { CatalogueTable } from './tables/catalogue-table.ts';
import { LimitsTable } from './tables/limits-table.ts';
import { Usage } from './usage/usage.ts';

export interface StreamApiStackProps extends Pick<StackProps, 'env'> {
  readonly settings: StageSettings;
  readonly bundles: FunctionBundles;
}

/**
 * One stage of the Stream API.
 *
 *     client → REST API (throttle, usage plan) → extract function ──→ limits table (requests of each client)
 *                                                  │      ├─────────→ cache table
 *                                                  │      └─────────→ catalogue table, providers
 *                                                  └→ refresh function → the same
 *     operator → cache function → cache table
 *     clock → canary function → edge or REST API, as a client
 *     client ⇄ WebSocket API → live function → live table ← notify function ← extract, refresh and cache function
 *     clock → health function → media hosts; health table ← extract function
 *     player → REST API → usage function → usage table; limits table, cache table, health function
 *     edge (a separate stack) → REST API, with a key that nobody else has
 *     viewer → media edge → bucket, or media host
 */
export class StreamApiStack extends Stack {
  constructor(scope: Construct, id: string, { settings, bundles, ...props }: StreamApiStackProps) {
    super(scope, id, {
      ...props,
      description: `Stream API, stage ${settings.stage}: every playable source of a title, best first`,
      terminationProtection: settings.keepData,
    });
    acceptFindings(this, API_FINDINGS);
    const cacheTable = new CacheTable(this, 'CacheTable', settings);
    const catalogueTable = new CatalogueTable(this, 'CatalogueTable', settings);
    const healthTable = settings.health && new HealthTable(this, 'HealthTable');
    const notify = settings.live && new NotifyFunction(this, 'Notify', { settings, bundles, cacheTable });
    // Its key first, since the extract function needs it; its usage plan follows the API.
    const edge = settings.edge && new EdgeAccess(this, 'Edge', settings, settings.edge);
    const limitsTable = new LimitsTable(
      this,
      'LimitsTable',
      settings,
      edge?.keys.map(({ keyId }) => keyId),
    );
    const refresh = new RefreshFunction(this, 'Refresh', {
      settings,
      bundles,
      cacheTable,
      catalogueTable,
      notify,
      healthTable,
    });
    const extract = new ExtractFunction(this, 'Extract', {
      settings,
      bundles,
      cacheTable,
      catalogueTable,
      notify,
      healthTable,
      limitsTable,
      refresh,
    });
    const cache = new CacheFunction(this, 'Cache', { settings, bundles, cacheTable, notify });
    let health: HealthFunction | undefined;
    if (settings.health && healthTable) {
      const { health: its } = settings;
      health = new HealthFunction(this, 'Health', {
        settings,
        health: its,
        bundles,
        cacheTable,
        catalogueTable,
        healthTable,
      });
    }
    const preferences =
      settings.preferences &&
      new PreferencesFunction(this, 'Preferences', {
        ...{ settings, bundles, limitsTable },
        preferences: settings.preferences,
      });
    const usage =
      settings.usage &&
      new Usage(this, 'Usage', {
        ...{ settings, bundles, cacheTable, limitsTable },
        usage: settings.usage,
        prober: health && healthTable && { table: healthTable, function: health },
      });
    let live: LiveFunction | undefined;
    if (settings.live && notify) {
      const { live: its } = settings;
      live = new LiveFunction(this, 'Live', { settings, live: its, bundles, cacheTable, limitsTable, notify });
    }
    const api = new StreamRestApi(this, 'Api', {
      settings,
      functions: {
        extract: extract.live as IFunction,
        ...(preferences && { preferences: preferences.live as IFunction }),
        ...(usage && { usage: usage.collector.live as IFunction }),
        ...(live && { live: live.live as IFunction }),
      },
    });
    const access = settings.usagePlan && new KeyedAccess(this, 'Access', { api, plan: settings.usagePlan });
    if (settings.edge) edge?.openTo(api, settings.edge);
    let canary: CanaryFunction | undefined;
    if (settings.canary) {
      canary = new CanaryFunction(this, 'Canary', {
        settings,
        canary: settings.canary,
        bundles,
        visited: visitedBy(settings, api, access),
      });
    }
    const mediaEdge =
      settings.mediaEdge && new MediaEdge(this, 'MediaEdge', { settings, mediaEdge: settings.mediaEdge });
    if (settings.deployment !== 'all-at-once') {
      new SafeDeployment(this, 'Deployment', { stage: settings.stage, extract, refresh });
    }

    new Monitoring(this, 'Monitoring', {
      settings,
      api,
      extract,
      refresh,
      canary,
      health,
      cacheTable,
      catalogueTable,
      limitsTable,
      healthTable,
      preferences,
      mediaEdge,
      usage,
      live,
      notify,
    });

    new CfnOutput(this, 'ApiUrl', { value: api.extractUrl });
    new CfnOutput(this, 'CacheTableName', { value: cacheTable.tableName });
    new CfnOutput(this, 'CatalogueTableName', { value: catalogueTable.tableName });
    new CfnOutput(this, 'ExtractFunctionName', { value: extract.function.functionName });
    new CfnOutput(this, 'CacheFunctionName', { value: cache.function.functionName });
    if (canary) new CfnOutput(this, 'CanaryFunctionName', { value: canary.function.functionName });
    if (notify) new CfnOutput(this, 'LiveUrl', { value: notify.api.stage.url });
    if (health) new CfnOutput(this, 'HealthFunctionName', { value: health.function.functionName });
    if (access) {
      new CfnOutput(this, 'ApiKeyId', { value: access.key.keyId });
      new CfnOutput(this, 'UsagePlanId', { value: access.plan.usagePlanId });
    }
  }
}

/** The canary calls the API as viewers do: through the edge where that has a domain, else directly with its own key. */
function visitedBy({ edge }: StageSettings, api: StreamRestApi, access: KeyedAccess | undefined): CanaryVisit {
  if (edge?.domain === undefined) return { url: api.extractUrl, access };
  return { url: `https://${edge.domain}${ROUTES.extract.path}` };
}
