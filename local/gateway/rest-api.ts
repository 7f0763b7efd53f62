import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../lambda/clock.ts';
import type { LambdaFunctions } from '../lambda/lambda-functions.ts';
import type { ApiDefinition, RouteDefinition } from '../template/template.ts';
import type { GatewayAdmission } from './admission.ts';
import { compressed } from './compression.ts';
import { type GatewayResponseType, gatewayResponse, type HttpAnswer } from './gateway-response.ts';
import { proxyAnswer, proxyEvent } from './proxy-event.ts';
import { readBody } from './request-body.ts';

/** API Gateway takes no larger request. */
const MAX_REQUEST_BYTES = 10 * 1024 * 1024;

/** Plays the REST API of the template: routes, API keys, throttles, the Lambda proxy integration, compression. */
export class RestApi {
  readonly #clock: Clock;
  readonly #api: ApiDefinition;
  readonly #admission: GatewayAdmission;
  readonly #functions: LambdaFunctions;

  constructor(clock: Clock, api: ApiDefinition, admission: GatewayAdmission, functions: LambdaFunctions) {
    this.#clock = clock;
    this.#api = api;
    this.#admission = admission;
    this.#functions = functions;
  }

  /** @param path without the query · @param query without the question mark */
  async serve(message: IncomingMessage, response: ServerResponse, path: string, query: string): Promise<void> {
    const requestId = randomUUID();
    const plain = await this.#answer(message, path, query, requestId);
    const answer = await compressed(
      plain,
      this.#api.minimumCompressionSize,
      String(message.headers['accept-encoding'] ?? ''),
    );
    const bodiless = answer.status === 204 || answer.status === 304;
    response.writeHead(answer.status, {
      ...answer.headers,
      'x-amzn-RequestId': requestId,
      ...(bodiless ? {} : { 'Content-Length': answer.body.length }),
    });
    response.end(bodiless || message.method === 'HEAD' ? undefined : answer.body);
  }

  async #answer(message: IncomingMessage, path: string, query: string, requestId: string): Promise<HttpAnswer> {
    const own = (type: GatewayResponseType) => gatewayResponse(this.#api.gatewayResponses, type, requestId);
    const arrivedAt = this.#clock.now();
    const route = this.#route(path, message.method ?? '');
    if (!route) return own('MISSING_AUTHENTICATION_TOKEN');
    const admission = this.#admission.admit(route, message.headers['x-api-key'] as string | undefined);
    if ('refusal' in admission) return own(admission.refusal);
    const body = await readBody(message, MAX_REQUEST_BYTES);
    if (!body) return own('REQUEST_TOO_LARGE');

    const event = proxyEvent({ message, api: this.#api, route, path, query, body, requestId, arrivedAt, ...admission });
    const timeUp = new AbortController();
    const timer = setTimeout(() => timeUp.abort(), route.timeoutMs);
    const result = await Promise.race([
      this.#functions.invoke(route.functionArn, JSON.stringify(event), timeUp.signal),
      new Promise<undefined>((resolve) =>
        timeUp.signal.addEventListener('abort', () => resolve(undefined), { once: true }),
      ),
    ]);
    clearTimeout(timer);
    if (!result) return own('INTEGRATION_TIMEOUT');
    return (result.functionError ? undefined : proxyAnswer(result.payload)) ?? own('INTEGRATION_FAILURE');
  }

  #route(path: string, method: string): RouteDefinition | undefined {
    const candidates = this.#api.routes.filter((route) => route.path === path);
    return candidates.find((route) => route.method === method) ?? candidates.find((route) => route.method === 'ANY');
  }
}
