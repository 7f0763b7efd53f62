import { readBody } from '../http/request-body.ts';
import { type LocalService, noSuchRoute } from '../http/service.ts';
import { ACCOUNT, REGION } from '../template/intrinsics.ts';
import { previousVersion } from './generated-secrets.ts';

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
      const { SecretId: name, VersionStage: version } = asked((await readBody(message, MAX_REQUEST_BYTES))?.toString());
      const key = version === 'AWSPREVIOUS' ? previousVersion(name ?? '') : name;
      const value = key === undefined ? undefined : secrets.get(key);
      const arn = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}-000000`;
      const [status, body] =
        value === undefined
          ? [400, { __type: 'ResourceNotFoundException', Message: 'There is no such secret' }]
          : [200, { ARN: arn, Name: name, SecretString: value, VersionStages: [version ?? 'AWSCURRENT'] }];
      response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    },
  };
}

interface Asked {
  readonly SecretId?: string;
  readonly VersionStage?: string;
}

function asked(body = ''): Asked {
  try {
    return (JSON.parse(body) as Asked | null) ?? {};
  } catch {
    return {};
  }
}
