import { MILLION } from '../../bench/simulation/feature.ts';
import { MEMORY_GB } from '../../bench/simulation/features/traffic.ts';
import prices from '../../lib/prices.json' with { type: 'json' };

/** What a million invocations of this many milliseconds cost. */
export const lambdaPerMillion = (billedMs: number): number =>
  prices.lambdaPerMillionRequests + ((MILLION * billedMs) / 1000) * MEMORY_GB * prices.lambdaPerGbSecondArm;
