import type { Intrinsics } from './intrinsics.ts';
import type { ThrottleDefinition } from './rest-api.ts';

export interface SocketRouteDefinition {
  /** ARN of the function it invokes, with the alias. */
  readonly functionArn: string;
  /** Whether what the function returns is sent to the client. */
  readonly hasResponse: boolean;
}

export interface WebSocketApiDefinition {
  readonly id: string;
  readonly stageName: string;
  /** Of new connections and messages, each. */
  readonly throttle?: ThrottleDefinition | undefined;
  /** The property of a message that names its route: `action`. */
  readonly selector: string;
  /** By route key: `$connect`, `$disconnect`, `$default`, `watch` … */
  readonly routes: ReadonlyMap<string, SocketRouteDefinition>;
}

/**
 * The WebSocket API of a template; undefined where it has none.
 * @throws Error when the template has something that the local stack would not serve as the cloud does
 */
export function readWebSocketApi(names: Intrinsics): WebSocketApiDefinition | undefined {
  const [api, ...others] = names.ofType('AWS::ApiGatewayV2::Api');
  if (api === undefined) return undefined;
  const [logicalId, { ProtocolType, RouteSelectionExpression = '' }] = api;
  const stage = names.ofType('AWS::ApiGatewayV2::Stage')[0]?.[1];
  const [, selector] = /^\$request\.body\.(\w+)$/.exec(RouteSelectionExpression) ?? [];
  if (others.length > 0 || ProtocolType !== 'WEBSOCKET' || !stage || selector === undefined) {
    throw new Error('The local stack serves one WebSocket API with a stage, whose routes a property of messages names');
  }
  const integrations = new Map(
    names.ofType('AWS::ApiGatewayV2::Integration').map(([id, properties]) => [names.physicalName(id), properties]),
  );
  const answering = new Set(names.ofType('AWS::ApiGatewayV2::RouteResponse').map(([, { RouteId }]) => RouteId));
  const routes = names.ofType('AWS::ApiGatewayV2::Route').map(([id, { RouteKey, Target }]) => {
    const integration = integrations.get(String(Target).replace(/^integrations\//, ''));
    const functionArn = /\/functions\/(arn:[^/]+)\/invocations$/.exec(integration?.IntegrationUri ?? '')?.[1];
    if (integration?.IntegrationType !== 'AWS_PROXY' || functionArn === undefined) {
      throw new Error(`The local stack cannot serve the route ${RouteKey} of ${logicalId}`);
    }
    return [RouteKey, { functionArn, hasResponse: answering.has(names.physicalName(id)) }] as const;
  });
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = stage.DefaultRouteSettings ?? {};
  return {
    id: names.physicalName(logicalId),
    stageName: stage.StageName,
    throttle: rate === undefined || burst === undefined ? undefined : { rate, burst },
    selector,
    routes: new Map(routes),
  };
}
