import { Stack } from 'aws-cdk-lib';
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { StageSettings } from '../stage/stage-settings.ts';

/** The last part of the address. */
const STAGE_NAME = 'live';

/** The WebSocket API of a stage. Its routes are added last: their function needs the API's address. */
export class LiveApi extends Construct {
  readonly stage: WebSocketStage;
  readonly #api: WebSocketApi;

  constructor(scope: Construct, id: string, { throttle }: StageSettings) {
    super(scope, id);
    this.#api = new WebSocketApi(this, 'Api', {
      apiName: `${Stack.of(this).stackName}-live`,
      description: 'Stream API: progress and news of titles',
      routeSelectionExpression: '$request.body.action',
    });
    this.stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: this.#api,
      stageName: STAGE_NAME,
      autoDeploy: true,
      throttle: { rateLimit: throttle.rate, burstLimit: throttle.burst },
    });
  }

  get apiId(): string {
    return this.#api.apiId;
  }

  /** Every message goes to one route: the function checks it, and answers in the API's own form. */
  serve(behind: IFunction): void {
    const routes = { $connect: false, $disconnect: false, $default: true };
    for (const [route, returnResponse] of Object.entries(routes)) {
      const integration = new WebSocketLambdaIntegration(`${route.slice(1)}Integration`, behind);
      this.#api.addRoute(route, { integration, returnResponse });
    }
  }
}
