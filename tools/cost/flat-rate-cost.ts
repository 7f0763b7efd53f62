import { GIGABYTE, MILLION } from '../../bench/simulation/feature.ts';
import { ANSWER_BYTES } from '../../bench/simulation/features/responses.ts';
import prices from '../../lib/prices.json' with { type: 'json' };

/** The cheapest of CloudFront's flat-rate plans whose allowance holds this number of answers a month. */
export function flatRatePlan(requests: number): (typeof prices.cloudFrontPlans)[number] {
  const gigabytes = (requests * ANSWER_BYTES) / GIGABYTE;
  const plan = prices.cloudFrontPlans.find(
    ({ millionRequests, gigabytesOut }) => requests <= millionRequests * MILLION && gigabytes <= gigabytesOut,
  );
  if (plan === undefined) throw new Error(`No flat-rate plan holds ${requests} requests`);
  return plan;
}
