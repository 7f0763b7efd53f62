import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SignJWT } from 'jose';
import { awsSettings } from '../target/aws-settings.ts';
import { LOCAL_CREDENTIALS, localOrigin } from '../target/local-stack.ts';

export interface ViewerTokenOptions {
  /** Name of the secret with which the site signs. */
  readonly secret: string;
  /** Whom the token is for. */
  readonly stage: string;
  /** Of a local stack; undefined: AWS. */
  readonly endpoint: string | undefined;
}

/** Long enough to try something. A site makes its own, with a library of its language. */
const LIFE = '1h';

/** A token for a viewer, as the site mints it for `/api/stream/preferences`. @throws Error the secret cannot be read */
export async function viewerToken(viewer: string, { secret, stage, endpoint }: ViewerTokenOptions): Promise<string> {
  const settings = endpoint === undefined ? awsSettings() : { ...LOCAL_CREDENTIALS, endpoint: localOrigin(endpoint) };
  const client = new SecretsManagerClient(settings);
  const { SecretString: value } = await client.send(new GetSecretValueCommand({ SecretId: secret }));
  if (!value) throw new Error(`The secret ${secret} holds no text`);
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(viewer)
    .setAudience(stage)
    .setIssuedAt()
    .setExpirationTime(LIFE)
    .sign(Buffer.from(value));
}
