import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../gateway/request-body.ts';
import { ACCOUNT, REGION } from '../template/intrinsics.ts';

const MAX_REQUEST_BYTES = 64 * 1024;

export const isSecretRequest = (message: IncomingMessage) =>
  message.headers['x-amz-target'] === 'secretsmanager.GetSecretValue';

/**
 * The one operation of Secrets Manager that the functions use (API Reference, "GetSecretValue").
 * @param secrets name → value
 */
export async function serveSecret(
  secrets: ReadonlyMap<string, string>,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = (status: number, body: unknown) =>
    response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  const name = secretId((await readBody(message, MAX_REQUEST_BYTES))?.toString());
  const value = name === undefined ? undefined : secrets.get(name);
  if (value === undefined) {
    answer(400, { __type: 'ResourceNotFoundException', Message: 'There is no such secret' });
    return;
  }
  const arn = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}-000000`;
  answer(200, { ARN: arn, Name: name, SecretString: value, VersionStages: ['AWSCURRENT'] });
}

function secretId(body = ''): string | undefined {
  try {
    return (JSON.parse(body) as { SecretId?: string } | null)?.SecretId;
  } catch {
    return undefined;
  }
}
