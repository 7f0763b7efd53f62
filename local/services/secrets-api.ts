import { readBody } from '../http/request-body.ts';
import { type LocalService, noSuchRoute } from '../http/service.ts';
import { ACCOUNT, REGION } from '../template/intrinsics.ts';

const MAX_REQUEST_BYTES = 64 * 1024;

/**
 * The one operation of Secrets Manager that the functions use (API Reference, "GetSecretValue").
 * @param secrets name → value
 */
export function secretsApi(secrets: ReadonlyMap<string, string>): LocalService {
  return {
    isPrivate: true,
    matches: ({ message }) => message.headers['x-amz-target'] === 'secretsmanager.GetSecretValue',
    serve: async ({ message, method }, response) => {
      if (method !== 'POST') return noSuchRoute(response);
      const name = secretId((await readBody(message, MAX_REQUEST_BYTES))?.toString());
      const value = name === undefined ? undefined : secrets.get(name);
      const arn = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}-000000`;
      const [status, body] =
        value === undefined
          ? [400, { __type: 'ResourceNotFoundException', Message: 'There is no such secret' }]
          : [200, { ARN: arn, Name: name, SecretString: value, VersionStages: ['AWSCURRENT'] }];
      response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    },
  };
}

function secretId(body = ''): string | undefined {
  try {
    return (JSON.parse(body) as { SecretId?: string } | null)?.SecretId;
  } catch {
    return undefined;
  }
}
