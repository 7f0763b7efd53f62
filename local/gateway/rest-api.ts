import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Clock } from '../../lambda/clock.ts';
import { readBody } from '../http/request-body.ts';
import type { LocalRequest, LocalService } from '../http/service.ts';
import type { LambdaFunctions } from '../lambda/lambda-functions.ts';
import type { ApiDefinition, RouteDefinition } from '../template/rest-api.ts';
import type { GatewayAdmission } from './admission.ts';
import { compressed } from './compression.ts';
import type { GatewayExchange } from './exchange.ts';
import { type GatewayResponseType, gatewayResponse, type HttpAnswer } from './gateway-response.ts';
import { proxyAnswer, proxyEvent } from './proxy-event.ts';

/** API Gateway takes no larger request. */
const MAX_REQUEST_BYTES = 10 * 1024 * 1024;

/** The REST API of the template: routes, API keys, throttles, the Lambda proxy integration, compression. */
export class RestApi implements LocalService {
  readonly #clock: Clock;
  readonly #api: ApiDefinition;
  readonly #admission: GatewayAdmission;
  readonly #functions: LambdaFunctions;
  readonly #onExchange: (exchange: GatewayExchange) => void;

  /** @param onExchange gets each request once it has been answered */
  constructor(
    clock: Clock,
    api: ApiDefinition,
    admission: GatewayAdmission,
    functions: LambdaFunctions,
    onExchange: (exchange: GatewayExchange) => void = () => undefined,
  ) {
    this.#clock = clock;
    this.#api = api;
    this.#admission = admission;
    this.#functions = functions;
    this.#onExchange = onExchange;
  }

  /** Every request that no other service took: API Gateway refuses unknown paths itself. */
  matches(): boolean {
    return true;
  }

  async serve(request: LocalRequest, response: ServerResponse): Promise<void> {
    const { message, method, path, query } = request;
    const requestId = randomUUID();
    const arrivedAt = this.#clock.now();
    const { answer: plain, invoked } = await this.#answer(request, requestId, arrivedAt);
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
    response.end(bodiless || method === 'HEAD' ? undefined : answer.body);
    const { status, body } = plain;
    const ms = this.#clock.now() - arrivedAt;
    this.#onExchange({ requestId, method, path, query, status, body, arrivedAt, ms, invoked });
  }

  async #answer(
    { message, method, path, query }: LocalRequest,
    requestId: string,
    arrivedAt: number,
  ): Promise<{ answer: HttpAnswer; invoked: boolean }> {
    const own = (type: GatewayResponseType, invoked = false) => ({
      answer: gatewayResponse(this.#api.gatewayResponses, type, requestId),
      invoked,
    });
    const route = this.#route(path, method);
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
    if (!result) return own('INTEGRATION_TIMEOUT', true);
    const answer = result.functionError ? undefined : proxyAnswer(result.payload);
    return answer ? { answer, invoked: true } : own('INTEGRATION_FAILURE', true);
  }

  #route(path: string, method: string): RouteDefinition | undefined {
    const candidates = this.#api.routes.filter((route) => route.path === path);
    return candidates.find((route) => route.method === method) ?? candidates.find((route) => route.method === 'ANY');
  }
}
