import { resolve } from 'node:path';
import { ACCOUNT, Intrinsics, REGION, type Template } from './intrinsics.ts';
import { type ApiDefinition, readRestApi } from './rest-api.ts';
import { readWebSocketApi, type WebSocketApiDefinition } from './websocket-api.ts';

export interface FunctionDefinition {
  /** Name of its file: `extract`. */
  readonly key: string;
  readonly name: string;
  readonly logicalId: string;
  readonly arn: string;
  /** `$LATEST`, or the version that its alias points to. */
  readonly version: string;
  readonly aliases: readonly string[];
  /** Folder of the bundle. */
  readonly taskRoot: string;
  readonly handler: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  /** An asynchronous invocation that has queued for longer is dropped. */
  readonly maxEventAgeMs: number;
  /** How often an asynchronous invocation that failed is tried again. */
  readonly retryAttempts: number;
}

export interface TableDefinition {
  readonly name: string;
  readonly attributes: { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[];
  readonly keys: { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];
}

/** A function that the template runs on a schedule. */
export interface ScheduleDefinition {
  /** Of the rule. */
  readonly arn: string;
  /** ARN of the function, with the alias. */
  readonly functionArn: string;
  readonly everyMs: number;
}

export interface StackDefinition {
  readonly functions: readonly FunctionDefinition[];
  readonly tables: readonly TableDefinition[];
  readonly api: ApiDefinition;
  /** Where the stage has one. */
  readonly webSocketApi?: WebSocketApiDefinition | undefined;
  readonly schedules: readonly ScheduleDefinition[];
}

/**
 * Reads the functions, tables, APIs and schedules of a synthesised template.
 * @param assetFolder the folder that the paths of the assets are relative to
 * @throws Error when it has something that the local stack would not run as the cloud does
 */
export function readTemplate(template: Template, stackName: string, assetFolder: string): StackDefinition {
  const names = new Intrinsics(template, stackName);
  return {
    functions: functions(names, assetFolder),
    tables: tables(names),
    api: readRestApi(names),
    webSocketApi: readWebSocketApi(names),
    schedules: schedules(names),
  };
}

function functions(names: Intrinsics, assetFolder: string): FunctionDefinition[] {
  const aliases = names.ofType('AWS::Lambda::Alias').map(([, properties]) => properties);
  const eventSettings = names.ofType('AWS::Lambda::EventInvokeConfig').map(([, properties]) => properties);
  return names
    .ofType('AWS::Lambda::Function')
    .filter(([, , resource]) => resource.Metadata?.['aws:asset:path'] !== undefined)
    .map(([logicalId, properties, resource]) => {
      const name = names.physicalName(logicalId);
      const own = aliases.filter((alias) => alias.FunctionName === name);
      const events = eventSettings.find((settings) => settings.FunctionName === name);
      return {
        key: properties.Handler.split('.')[0],
        name,
        logicalId,
        arn: names.functionArn(name),
        version: own[0]?.FunctionVersion ?? '$LATEST',
        aliases: own.map((alias) => alias.Name),
        taskRoot: resolve(assetFolder, String(resource.Metadata!['aws:asset:path'])),
        handler: properties.Handler,
        timeoutMs: (properties.Timeout ?? 3) * 1000,
        memoryMb: properties.MemorySize ?? 128,
        environment: properties.Environment?.Variables ?? {},
        maxEventAgeMs: (events?.MaximumEventAgeInSeconds ?? 21_600) * 1000,
        retryAttempts: events?.MaximumRetryAttempts ?? 2,
      };
    });
}

function tables(names: Intrinsics): TableDefinition[] {
  return ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'].flatMap((type) =>
    names.ofType(type).map(([id, properties]) => ({
      name: names.physicalName(id),
      attributes: properties.AttributeDefinitions,
      keys: properties.KeySchema,
    })),
  );
}

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function schedules(names: Intrinsics): ScheduleDefinition[] {
  return names.ofType('AWS::Events::Rule').flatMap(([id, { ScheduleExpression: expression, State, Targets = [] }]) => {
    if (expression === undefined || State === 'DISABLED') return [];
    const [, value, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
    if (unit === undefined) throw new Error(`The local stack cannot run the schedule ${expression} of ${id}`);
    const arn = `arn:aws:events:${REGION}:${ACCOUNT}:rule/${names.physicalName(id)}`;
    return Targets.map(({ Arn }: { Arn: string }) => ({
      arn,
      functionArn: Arn,
      everyMs: Number(value) * UNIT_MS[unit]!,
    }));
  });
}
