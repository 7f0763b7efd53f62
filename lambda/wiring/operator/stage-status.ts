import { VERSION } from '../../../contract/generated/version.js';
import type { CdnSettings } from '../../../contract/settings/cdns.ts';
import type { CacheEnvironment, OperatorEnvironment } from '../environment.ts';
import { providersOf, type SharedCache } from '../shared-cache.ts';

/** How a stage is, for its operators. */
export interface StageStatus {
  readonly stage: string;
  readonly version: string;
  /** `targets`: the keys that take room in the item of purges. */
  readonly purges: { readonly generation: number; readonly targets: readonly string[] };
  /** In the order they are asked. */
  readonly providers: readonly ProviderStatus[];
  /** Those that links lead through. */
  readonly cdns?: readonly CdnSettings[];
}

export interface ProviderStatus {
  readonly name: string;
  readonly type: string;
  /** Seconds until its breaker lets a call through, 0 when it is closed; null for a provider without one. */
  readonly breakerOpenForSeconds: number | null;
}

/** @throws Error when the cache table cannot be read */
export async function stageStatus(
  environment: CacheEnvironment & Pick<OperatorEnvironment, 'CDNS'>,
  { purges, breaker, providersWithBreaker }: Pick<SharedCache, 'purges' | 'breaker' | 'providersWithBreaker'>,
): Promise<StageStatus> {
  if (!(await purges.look())) throw new Error('The cache table cannot be read. Try again.');
  const openFor = async (name: string) =>
    providersWithBreaker.includes(name) ? Math.ceil((await breaker.openFor(name)) / 1000) : null;
  return {
    stage: environment.STAGE,
    version: VERSION,
    ...(environment.CDNS !== '' && { cdns: JSON.parse(environment.CDNS) as CdnSettings[] }),
    purges: { generation: purges.generation, targets: purges.targets },
    providers: await Promise.all(
      providersOf(environment).map(async ({ name, type }) => ({
        name,
        type,
        breakerOpenForSeconds: await openFor(name),
      })),
    ),
  };
}
