import type { Intrinsics } from './intrinsics.ts';

/** Requests per second, and the most at once. */
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
  /** ARN of the function it invokes, with the alias. */
  readonly functionArn: string;
  readonly timeoutMs: number;
  /** The route's own throttle, which replaces the stage's. */
  readonly throttle?: ThrottleDefinition | undefined;
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
  /** Shared by all routes that have no throttle themselves. */
  readonly throttle?: ThrottleDefinition | undefined;
  /** Bytes; absent: answers are not compressed. */
  readonly minimumCompressionSize?: number | undefined;
  readonly routes: readonly RouteDefinition[];
  readonly keys: readonly ApiKeyDefinition[];
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponseDefinition>;
}

interface MethodSetting {
  readonly ResourcePath: string;
  readonly HttpMethod: string;
  readonly ThrottlingRateLimit?: number;
  readonly ThrottlingBurstLimit?: number;
}

/** @throws Error when the template has something that the local stack would not serve as the cloud does */
export function readRestApi(names: Intrinsics): ApiDefinition {
  const [restApi, ...others] = names.ofType('AWS::ApiGateway::RestApi');
  const stage = names.ofType('AWS::ApiGateway::Stage')[0]?.[1];
  if (!restApi || !stage || others.length > 0)
    throw new Error('The local stack needs exactly one REST API with a stage');
  const [id, properties] = restApi;
  const settings: readonly MethodSetting[] = stage.MethodSettings ?? [];
  return {
    id: names.physicalName(id),
    stageName: stage.StageName,
    throttle: methodThrottle(settings, '*', '*'),
    minimumCompressionSize: properties.MinimumCompressionSize,
    routes: routes(names, names.physicalName(id), settings),
    keys: apiKeys(names),
    gatewayResponses: new Map(
      names
        .ofType('AWS::ApiGateway::GatewayResponse')
        .map(([, response]) => [response.ResponseType, gatewayResponse(response)]),
    ),
  };
}

function routes(names: Intrinsics, apiId: string, settings: readonly MethodSetting[]): RouteDefinition[] {
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
      throttle: methodThrottle(settings, path, HttpMethod) ?? methodThrottle(settings, path, '*'),
    };
  });
}

/**
 * The throttle that a stage sets for one method of one path, in which a slash is written `~1` (CloudFormation Template
 * Reference, "AWS::ApiGateway::Stage MethodSetting").
 */
function methodThrottle(
  settings: readonly MethodSetting[],
  path: string,
  method: string,
): ThrottleDefinition | undefined {
  const setting = settings.find(
    ({ ResourcePath, HttpMethod }) =>
      HttpMethod === method && (ResourcePath.slice(1).replaceAll('~1', '/') || '/') === path,
  );
  return throttle(setting?.ThrottlingRateLimit, setting?.ThrottlingBurstLimit);
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
    // A key that is disabled, or that belongs to no plan, is refused.
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
    // A static value is in single quotes.
    headers: Object.fromEntries(
      parameters
        .filter(([name, value]) => name.startsWith(prefix) && /^'.*'$/s.test(value))
        .map(([name, value]) => [name.slice(prefix.length), value.slice(1, -1)]),
    ),
    template: properties.ResponseTemplates?.['application/json'],
  };
}
