import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Clock } from '../../clock.ts';

/** A rotated secret is in use after this at the latest; a 401 makes it sooner. */
const KEEP_MS = 5 * 60_000;

/** `refresh` bypasses the kept value. */
export type SecretReader = (secret: string, options?: ReadOptions) => Promise<string>;

interface ReadOptions {
  readonly refresh?: boolean;
  /** The label of another version than the present one (Secrets Manager User Guide, "Rotation"). */
  readonly version?: 'AWSPREVIOUS';
}

/**
 * Reads secrets from Secrets Manager and keeps each for five minutes, longer while it cannot be read. Bundled alone.
 */
export function createSecretReader(clock: Clock): SecretReader {
  const client = new SecretsManagerClient({ maxAttempts: 2 });
  const kept = new Map<string, { value: string; until: number }>();
  return async (secret, { refresh = false, version } = {}) => {
    const key = `${secret} ${version ?? ''}`;
    const known = kept.get(key);
    if (!refresh && known && known.until > clock.now()) return known.value;
    try {
      const { SecretString: value } = await client.send(
        new GetSecretValueCommand({ SecretId: secret, VersionStage: version }),
      );
      // A secret may be binary. Without this error the provider would be asked without its token.
      if (!value) throw new Error('The secret holds no text');
      kept.set(key, { value, until: clock.now() + KEEP_MS });
      return value;
    } catch (error) {
      if (refresh || !known) throw error;
      // Most likely it is still valid; if not, the provider answers 401.
      return known.value;
    }
  };
}
