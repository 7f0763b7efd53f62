import { Duration, Size, Stack } from 'aws-cdk-lib';
import { EndpointType, LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ROUTES, type Route, type RouteFunction } from '../../contract/routes.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import { accessLog } from './access-log.ts';
import { addGatewayResponses } from './gateway-responses.ts';

export interface StreamRestApiProps {
  readonly settings: StageSettings;
  /** Those behind the routes. A route whose function the stage does without is none of its API. */
  readonly functions: Readonly<Partial<Record<RouteFunction, IFunction>>>;
}

/** A throttle of a method's own, which replaces the stage's. */
const methodThrottle = ({ rate, burst }: StageSettings['throttle']) => ({
  throttlingRateLimit: rate,
  throttlingBurstLimit: burst,
});

/** The stage's regional REST API, with a resource for each route. */
export class StreamRestApi extends RestApi {
  /** Where clients send their requests. */
  readonly extractUrl: string;

  constructor(scope: Construct, id: string, { settings, functions }: StreamRestApiProps) {
    super(scope, id, {
      restApiName: Stack.of(scope).stackName,
      endpointTypes: [EndpointType.REGIONAL],
      // The role with which API Gateway writes its logs is the account's, not the stage's.
      cloudWatchRole: false,
      // Also where there is an edge: partners call this API directly, and CloudFront passes compressed answers on.
      minCompressionSize: Size.bytes(1024),
      deployOptions: {
        stageName: settings.stage,
        throttlingRateLimit: settings.throttle.rate,
        throttlingBurstLimit: settings.throttle.burst,
        ...(settings.usage && {
          methodOptions: { [`${ROUTES.cmcd.path}/ANY`]: methodThrottle(settings.usage.throttle) },
        }),
        ...(settings.accessLogs && accessLog(scope, `${id}AccessLog`, settings)),
      },
    });
    // CDK's output repeats ours under a name nobody would guess.
    this.node.tryRemoveChild('Endpoint');

    for (const route of Object.values(ROUTES)) {
      const behind = functions[route.function];
      if (behind) this.#addRoute(route, behind, settings);
    }
    addGatewayResponses(this, settings.corsOrigins);
    this.extractUrl = this.urlForPath(ROUTES.extract.path);
  }

  #addRoute({ path, methods, key }: Route, behind: IFunction, { access, corsOrigins, timeouts }: StageSettings): void {
    const resource = this.root.resourceForPath(path);
    const integration = new LambdaIntegration(behind, {
      timeout: Duration.millis(timeouts.gatewayMs),
      allowTestInvoke: false,
    });
    const apiKeyRequired = key && access === 'key';
    // Any method: the function answers HEAD, OPTIONS and the 405 in the API's own form.
    resource.addMethod('ANY', integration, { apiKeyRequired });
    // A browser's preflight carries no key (Fetch standard, "CORS-preflight request").
    if (apiKeyRequired && corsOrigins.length > 0 && methods.includes('OPTIONS')) {
      resource.addMethod('OPTIONS', integration, { apiKeyRequired: false });
    }
  }
}
