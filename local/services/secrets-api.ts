import { readBody } from '../http/request-body.ts';
import { type LocalService, noSuchRoute } from '../http/service.ts';
import { ACCOUNT, REGION } from '../template/intrinsics.ts';
import { previousVersion } from './generated-secrets.ts';

const MAX_REQUEST_BYTES = 64 * 1024;

export interface SecretsApiOptions {
  /** name → value; a new version takes its place here. */
  readonly secrets: Map<string, string>;
  /** Those of the command line, which are written nowhere. */
  readonly given: ReadonlyMap<string, string>;
  /** Secrets whose values may be replaced. */
  readonly replaceable: ReadonlySet<string>;
  readonly onReplaced: () => Promise<void>;
}

/** The operations of Secrets Manager that functions and commands use (API Reference, "GetSecretValue"). */
export function secretsApi({ secrets, given, replaceable, onReplaced }: SecretsApiOptions): LocalService {
  return {
    isPrivate: true,
    matches: ({ message }) => OPERATION.test(String(message.headers['x-amz-target'])),
    serve: async ({ message, method }, response) => {
      if (method !== 'POST') return noSuchRoute(response);
      const request = asked((await readBody(message, MAX_REQUEST_BYTES))?.toString());
      const { SecretId: name = '', VersionStage: version, SecretString: text } = request;
      const isReplaced = message.headers['x-amz-target'] === 'secretsmanager.PutSecretValue' && text !== undefined;
      if (isReplaced && replaceable.has(name)) {
        secrets.set(previousVersion(name), secrets.get(name) ?? '');
        secrets.set(name, text);
        await onReplaced();
      }
      const key = version === 'AWSPREVIOUS' ? previousVersion(name) : name;
      const value = isReplaced && !replaceable.has(name) ? undefined : (given.get(key) ?? secrets.get(key));
      const arn = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}-000000`;
      const [status, body] =
        value === undefined
          ? [400, { __type: 'ResourceNotFoundException', Message: 'There is no such secret' }]
          : [200, { ARN: arn, Name: name, SecretString: value, VersionStages: [version ?? 'AWSCURRENT'] }];
      response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    },
  };
}

const OPERATION = /^secretsmanager\.(Get|Put)SecretValue$/;

interface Asked {
  readonly SecretId?: string;
  readonly VersionStage?: string;
  readonly SecretString?: string;
}

function asked(body = ''): Asked {
  try {
    return (JSON.parse(body) as Asked | null) ?? {};
  } catch {
    return {};
  }
}
