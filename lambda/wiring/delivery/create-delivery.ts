import type { Logger } from '@aws-lambda-powertools/logger';
import type { MetricName } from '../../../contract/metrics.ts';
import type { CdnSettings } from '../../../contract/settings/cdns.ts';
import type { Clock } from '../../clock.ts';
import { SigningKeys } from '../../delivery/signing-keys.ts';
import type { SecretReader } from '../secret-reader.ts';
import { Delivery } from './delivery.ts';

export interface Telemetry {
  readonly logger: Pick<Logger, 'error'>;
  readonly count: (metric: MetricName) => void;
}

/**
 * The delivery of a function, whose keys are being read when it returns. Bundled alone.
 *
 * @param settings JSON array of `CdnSettings`
 */
export function createDelivery(
  settings: string,
  clock: Clock,
  read: SecretReader,
  { logger, count }: Telemetry,
): Delivery {
  const cdns = JSON.parse(settings) as CdnSettings[];
  const keys = new SigningKeys({
    read: (secret) => read(secret, { refresh: true }),
    clock,
    onUnreadable: (secret, error, lastKeyServes) => {
      logger.error('a signing key cannot be read', { secret, lastKeyServes, error: error as Error });
      count(lastKeyServes ? 'SigningKeysUnread' : 'SigningFailed');
    },
  });
  keys.of(cdns).catch(() => undefined);
  return new Delivery({ cdns, keys, clock });
}
