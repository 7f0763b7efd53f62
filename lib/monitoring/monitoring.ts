import { Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { StreamFunction } from '../functions/stream-function.ts';
import type { MediaEdge } from '../media-edge/media-edge.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import { StageDashboard } from './dashboard.ts';
import type { MonitoredStage } from './feature.ts';
import { SavedQueries } from './saved-queries.ts';
import { StageAlarms } from './stage-alarms.ts';
import { watchStage } from './watch-stage.ts';

interface MonitoredTable {
  readonly tableName: string;
}

export interface MonitoringProps {
  readonly settings: StageSettings;
  readonly api: RestApi;
  readonly extract: StreamFunction;
  readonly refresh: StreamFunction;
  readonly canary?: StreamFunction | undefined;
  readonly cacheTable: MonitoredTable;
  readonly catalogueTable: MonitoredTable;
  readonly limitsTable: MonitoredTable;
  readonly health?: StreamFunction | undefined;
  readonly healthTable?: MonitoredTable | undefined;
  readonly mediaEdge?: MediaEdge | undefined;
  readonly preferences?: (StreamFunction & { readonly table: MonitoredTable }) | undefined;
  readonly usage?: { readonly collector: StreamFunction; readonly table: MonitoredTable } | undefined;
  readonly live?: StreamFunction | undefined;
  readonly notify?:
    | (StreamFunction & { readonly table: MonitoredTable; readonly api: { readonly apiId: string } })
    | undefined;
}

/** The dashboard, the alarms and the saved queries of a stage. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { settings } = props;
    const { rows, rules, alarms } = watchStage(monitoredStage(props));
    const { stackName, region } = Stack.of(this);
    // Dashboards are global in an account: one of the same stage in another region would replace this one.
    new StageDashboard(this, 'Dashboard', { name: `${stackName}-${region}`, rows });
    const watched = [
      props.extract,
      props.refresh,
      props.canary,
      props.health,
      props.preferences,
      props.live,
      props.notify,
      props.usage?.collector,
    ];
    const functions = watched.flatMap((each) => each ?? []);
    new SavedQueries(this, 'Queries', {
      folder: stackName,
      alarms,
      logGroupNames: functions.map((each) => each.function.logGroup.logGroupName),
    });
    if (settings.monitoring.alarms) new StageAlarms(this, 'Alarms', { rules, settings: settings.monitoring });
  }
}

function monitoredStage({ settings, ...props }: MonitoringProps): MonitoredStage {
  const monitoredFunction = (each: StreamFunction) => ({
    name: each.function.functionName,
    logGroup: each.function.logGroup.logGroupName,
    memoryMiB: each.memoryMiB,
  });
  return {
    ...settings,
    apiName: props.api.restApiName,
    mediaEdge: props.mediaEdge && {
      distributionId: props.mediaEdge.distribution.distributionId,
      functionName: props.mediaEdge.function.functionName,
    },
    liveApiId: props.notify?.api.apiId,
    functions: {
      extract: monitoredFunction(props.extract),
      refresh: monitoredFunction(props.refresh),
      ...(props.health && { health: monitoredFunction(props.health) }),
      ...(props.preferences && { preferences: monitoredFunction(props.preferences) }),
      ...(props.usage && { usage: monitoredFunction(props.usage.collector) }),
      ...(props.live && { live: monitoredFunction(props.live) }),
      ...(props.notify && { notify: monitoredFunction(props.notify) }),
    },
    tables: {
      cache: props.cacheTable.tableName,
      catalogue: props.catalogueTable.tableName,
      limits: props.limitsTable.tableName,
      ...(props.healthTable && { health: props.healthTable.tableName }),
      ...(props.preferences && { preferences: props.preferences.table.tableName }),
      ...(props.usage && { usage: props.usage.table.tableName }),
      ...(props.notify && { live: props.notify.table.tableName }),
    },
  };
}
