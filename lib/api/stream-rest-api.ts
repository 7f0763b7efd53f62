import { Duration, Size, Stack } from 'aws-cdk-lib';
import { EndpointType, LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stage/stage-settings.ts';
import { accessLog } from './access-log.ts';
import { addGatewayResponses } from './gateway-responses.ts';

export const EXTRACT_PATH = '/api/stream/extract';

export interface StreamRestApiProps {
  readonly settings: StageSettings;
  /** Answers {@link EXTRACT_PATH}, whatever the method. */
  readonly extract: IFunction;
}

/** The stage's regional REST API with its one route. */
export class StreamRestApi extends RestApi {
  /** Where clients send their requests. */
  readonly extractUrl: string;

  constructor(scope: Construct, id: string, { settings, extract }: StreamRestApiProps) {
    super(scope, id, {
      restApiName: Stack.of(scope).stackName,
      endpointTypes: [EndpointType.REGIONAL],
      // The role with which API Gateway writes its logs is one for the whole account: not a stage's to set.
      cloudWatchRole: false,
      // CloudFront passes on what came compressed: partners call this API directly also where there is an edge.
      minCompressionSize: Size.bytes(1024),
      deployOptions: {
        stageName: settings.stage,
        throttlingRateLimit: settings.throttle.rate,
        throttlingBurstLimit: settings.throttle.burst,
        ...(settings.accessLogs && accessLog(scope, `${id}AccessLog`, settings)),
      },
    });
    // CDK's own output repeats ours under a name nobody would guess.
    this.node.tryRemoveChild('Endpoint');

    const route = this.root.resourceForPath(EXTRACT_PATH);
    const integration = new LambdaIntegration(extract, {
      timeout: Duration.millis(settings.timeouts.gatewayMs),
      allowTestInvoke: false,
    });
    // Any method: the function answers HEAD, OPTIONS and the 405 in the API's own form.
    route.addMethod('ANY', integration, { apiKeyRequired: settings.access === 'key' });
    // A browser's preflight carries no key (Fetch standard, "CORS-preflight request").
    if (settings.access === 'key' && settings.corsOrigins.length > 0) {
      route.addMethod('OPTIONS', integration, { apiKeyRequired: false });
    }
    addGatewayResponses(this, settings.corsOrigins);
    this.extractUrl = this.urlForPath(route.path);
  }
}
