import { resolve } from 'node:path';
import { Intrinsics, type Template } from './intrinsics.ts';

export interface FunctionDefinition {
  /** Its file's name: `extract`. */
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
  /** An asynchronous call that has waited longer is dropped. */
  readonly maxEventAgeMs: number;
}

export interface TableDefinition {
  readonly name: string;
  readonly attributes: { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[];
  readonly keys: { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];
}

/** Requests per second, and how many at once. */
export interface ThrottleDefinition {
  readonly rate: number;
  readonly burst: number;
}

export interface RouteDefinition {
  readonly path: string;
  /** `ANY`, or one method. */
  readonly method: string;
  readonly resourceId: string;
  readonly apiKeyRequired: boolean;
  /** ARN of the function it calls, with the alias. */
  readonly functionArn: string;
  readonly timeoutMs: number;
}

export interface ApiKeyDefinition {
  readonly id: string;
  /** Absent: to be generated. */
  readonly value?: string | undefined;
  readonly throttle?: ThrottleDefinition | undefined;
  /** Requests per day. */
  readonly dailyQuota?: number | undefined;
}

export interface GatewayResponseDefinition {
  readonly status?: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly template?: string | undefined;
}

export interface ApiDefinition {
  readonly id: string;
  readonly stageName: string;
  readonly throttle?: ThrottleDefinition | undefined;
  /** Bytes; absent: answers are not compressed. */
  readonly minimumCompressionSize?: number | undefined;
  readonly routes: readonly RouteDefinition[];
  readonly keys: readonly ApiKeyDefinition[];
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponseDefinition>;
}

export interface StackDefinition {
  readonly functions: readonly FunctionDefinition[];
  readonly tables: readonly TableDefinition[];
  readonly api: ApiDefinition;
}

/**
 * What a synthesised template says about functions, tables and the REST API.
 * @param assetFolder where the paths of the assets begin
 * @throws Error when it holds something that the local stack would not run as the cloud does
 */
export function readTemplate(template: Template, stackName: string, assetFolder: string): StackDefinition {
  const names = new Intrinsics(template, stackName);
  return { functions: functions(names, assetFolder), tables: tables(names), api: api(names) };
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

function api(names: Intrinsics): ApiDefinition {
  const [restApi, ...others] = names.ofType('AWS::ApiGateway::RestApi');
  const stage = names.ofType('AWS::ApiGateway::Stage')[0]?.[1];
  if (!restApi || !stage || others.length > 0)
    throw new Error('The local stack needs exactly one REST API with a stage');
  const [id, properties] = restApi;
  const settings = stage.MethodSettings?.find((entry: { ResourcePath: string }) => entry.ResourcePath === '/*');
  return {
    id: names.physicalName(id),
    stageName: stage.StageName,
    throttle: throttle(settings?.ThrottlingRateLimit, settings?.ThrottlingBurstLimit),
    minimumCompressionSize: properties.MinimumCompressionSize,
    routes: routes(names, names.physicalName(id)),
    keys: apiKeys(names),
    gatewayResponses: new Map(
      names
        .ofType('AWS::ApiGateway::GatewayResponse')
        .map(([, response]) => [response.ResponseType, gatewayResponse(response)]),
    ),
  };
}

function routes(names: Intrinsics, apiId: string): RouteDefinition[] {
  const resources = new Map(
    names.ofType('AWS::ApiGateway::Resource').map(([id, properties]) => [names.physicalName(id), properties]),
  );
  const pathOf = (id: string): string => {
    const resource = resources.get(id);
    return resource ? `${pathOf(resource.ParentId)}/${resource.PathPart}` : '';
  };
  return names.ofType('AWS::ApiGateway::Method').map(([, { HttpMethod, ResourceId, ApiKeyRequired, Integration }]) => {
    const path = pathOf(ResourceId) || '/';
    const functionArn = /\/functions\/(arn:[^/]+)\/invocations$/.exec(Integration?.Uri ?? '')?.[1];
    if (Integration?.Type !== 'AWS_PROXY' || functionArn === undefined || path.includes('{')) {
      throw new Error(`The local stack cannot serve ${HttpMethod} ${path} of ${apiId}`);
    }
    return {
      path,
      method: HttpMethod,
      resourceId: ResourceId,
      apiKeyRequired: ApiKeyRequired ?? false,
      functionArn,
      timeoutMs: Integration.TimeoutInMillis ?? 29_000,
    };
  });
}

function apiKeys(names: Intrinsics): ApiKeyDefinition[] {
  const plans = new Map(
    names.ofType('AWS::ApiGateway::UsagePlan').map(([id, properties]) => [names.physicalName(id), properties]),
  );
  const planOf = new Map(
    names.ofType('AWS::ApiGateway::UsagePlanKey').map(([, { KeyId, UsagePlanId }]) => [KeyId, UsagePlanId]),
  );
  return names.ofType('AWS::ApiGateway::ApiKey').flatMap(([logicalId, properties]) => {
    const id = names.physicalName(logicalId);
    const plan = plans.get(planOf.get(id));
    // A key that is off, or that belongs to no plan, opens nothing.
    if (!properties.Enabled || !plan) return [];
    if (plan.Quota && plan.Quota.Period !== 'DAY') throw new Error('The local stack counts quotas by the day only');
    return {
      id,
      value: properties.Value,
      throttle: throttle(plan.Throttle?.RateLimit, plan.Throttle?.BurstLimit),
      dailyQuota: plan.Quota?.Limit,
    };
  });
}

function throttle(rate: number | undefined, burst: number | undefined): ThrottleDefinition | undefined {
  return rate === undefined || burst === undefined ? undefined : { rate, burst };
}

function gatewayResponse(properties: ReturnType<typeof JSON.parse>): GatewayResponseDefinition {
  const prefix = 'gatewayresponse.header.';
  const parameters = Object.entries<string>(properties.ResponseParameters ?? {});
  return {
    status: properties.StatusCode === undefined ? undefined : Number(properties.StatusCode),
    // A static value stands in single quotes.
    headers: Object.fromEntries(
      parameters
        .filter(([name, value]) => name.startsWith(prefix) && /^'.*'$/s.test(value))
        .map(([name, value]) => [name.slice(prefix.length), value.slice(1, -1)]),
    ),
    template: properties.ResponseTemplates?.['application/json'],
  };
}
