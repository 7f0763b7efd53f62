import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { readBody } from '../http/request-body.ts';
import { type LocalRequest, type LocalService, noSuchRoute } from '../http/service.ts';
import type { EventInvocations } from './event-invocations.ts';
import type { LambdaFunctions } from './lambda-functions.ts';

/** Lambda takes no larger payload in a synchronous invocation. */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;
const INVOCATIONS = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/**
 * Lambda's Invoke operation (Lambda API Reference, "Invoke"), synchronous and asynchronous. An asynchronous invocation
 * is dropped when it has queued for longer than its function's maximum event age; a failed one is tried again.
 */
export function lambdaApi(functions: LambdaFunctions, events: EventInvocations): LocalService {
  return {
    isPrivate: true,
    matches: ({ path }) => INVOCATIONS.test(path),
    serve: (request, response) =>
      request.method === 'POST' ? invoke(functions, events, request, response) : noSuchRoute(response),
  };
}

async function invoke(
  functions: LambdaFunctions,
  events: EventInvocations,
  { message, path }: LocalRequest,
  response: ServerResponse,
): Promise<void> {
  const answer = (status: number, headers: Record<string, string>, body = '') =>
    response
      .writeHead(status, { 'Content-Type': 'application/json', 'X-Amzn-RequestId': randomUUID(), ...headers })
      .end(body);
  const refuse = (status: number, type: string, text: string) =>
    answer(status, { 'X-Amzn-ErrorType': type }, JSON.stringify({ Type: 'User', Message: text }));

  const name = decodeURIComponent(INVOCATIONS.exec(path)![1]!);
  const definition = functions.find(name);
  if (!definition) return void refuse(404, 'ResourceNotFoundException', `Function not found: ${name}`);
  const body = await readBody(message, MAX_PAYLOAD_BYTES);
  if (!body) return void refuse(413, 'RequestTooLargeException', 'The payload exceeds 6 MB');
  const payload = body.length > 0 ? body.toString() : '{}';
  if (!isJson(payload)) return void refuse(400, 'InvalidRequestContentException', 'The payload is no JSON');

  if (message.headers['x-amz-invocation-type'] === 'Event') {
    answer(202, {});
    await events.invoke(definition, payload);
    return;
  }
  const result = await functions.invoke(name, payload);
  const failed: Record<string, string> = result.functionError ? { 'X-Amz-Function-Error': result.functionError } : {};
  answer(200, { 'X-Amz-Executed-Version': definition.version, ...failed }, result.payload);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
