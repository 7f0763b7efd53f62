import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SignJWT } from 'jose';
import { MAX_VIEWER_LENGTH, MIN_TOKEN_SECRET_BYTES } from '../../contract/bounds.ts';
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

/**
 * A token for a viewer, as the site mints it for `/api/stream/preferences`.
 *
 * @throws Error the secret cannot be read, or the API would refuse the token
 */
export async function viewerToken(viewer: string, { secret, stage, endpoint }: ViewerTokenOptions): Promise<string> {
  if (viewer === '' || viewer.length > MAX_VIEWER_LENGTH) {
    throw new Error(`What the site calls a viewer has 1 to ${MAX_VIEWER_LENGTH} characters`);
  }
  const settings = endpoint === undefined ? awsSettings() : { ...LOCAL_CREDENTIALS, endpoint: localOrigin(endpoint) };
  const client = new SecretsManagerClient(settings);
  const { SecretString: value } = await client.send(new GetSecretValueCommand({ SecretId: secret })).catch((error) => {
    throw error.name === 'ResourceNotFoundException'
      ? new Error(`There is no secret ${secret}: --secret names the one of the stage's preferences.tokenSecret`)
      : error;
  });
  if (!value) throw new Error(`The secret ${secret} holds no text`);
  if (Buffer.byteLength(value) < MIN_TOKEN_SECRET_BYTES) {
    throw new Error(`The secret ${secret} has under ${MIN_TOKEN_SECRET_BYTES} bytes, which the API refuses`);
  }
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(viewer)
    .setAudience(stage)
    .setIssuedAt()
    .setExpirationTime(LIFE)
    .sign(Buffer.from(value));
}
