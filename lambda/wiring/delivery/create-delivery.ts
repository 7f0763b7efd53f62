import type { CdnSettings } from '../../../contract/settings/cdns.ts';
import type { Clock } from '../../clock.ts';
import { SigningKeys } from '../../delivery/signing-keys.ts';
import { Delivery } from './delivery.ts';

type Secrets = typeof import('../clients/secret-reader.ts');
type Telemetry = typeof import('../../observability/telemetry.ts');
type Publishing = typeof import('../../observability/publish-metrics.ts');

/**
 * The delivery of a function, whose keys are being read when it returns. Bundled alone.
 *
 * @param settings JSON array of `CdnSettings`
 */
export function createDelivery(
  settings: string,
  clock: Clock,
  { createSecretReader }: Secrets,
  { logger, metrics }: Telemetry,
  { publishMetrics }: Publishing,
): Delivery {
  const cdns = JSON.parse(settings) as CdnSettings[];
  const read = createSecretReader(clock);
  const keys = new SigningKeys({
    read: (secret) => read(secret, { refresh: true }),
    clock,
    onUnreadable: (secret, error, lastKeyServes) => {
      logger.error('a signing key cannot be read', { secret, lastKeyServes, error: error as Error });
      publishMetrics(metrics, [[lastKeyServes ? 'SigningKeysUnread' : 'SigningFailed', 1]]);
    },
  });
  keys.of(cdns).catch(() => undefined);
  return new Delivery({ cdns, keys, clock });
}
