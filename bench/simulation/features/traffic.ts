import prices from '../../../lib/prices.json' with { type: 'json' };
import { costLine, MILLION, percent, type SimulatedFeature, whole } from '../feature.ts';

/** The memory of a function, as the stage settings have it. */
export const MEMORY_GB = 1;

/** Requests and the containers that answer them. */
export const traffic: SimulatedFeature = {
  rows: (result) => [
    ['requests', whole(result.whole.requests)],
    ['share of the traffic that was simulated', percent(result.share)],
    ['containers at the end (started cold)', `${whole(result.containers)} (${whole(result.coldStarts)})`],
    ['busy at the same time, at most', whole(result.mostBusy)],
  ],
  costs: (usage, requests) => [
    costLine('API Gateway', requests / MILLION, prices.apiGatewayPerMillionRequests),
    costLine('Lambda calls', (requests * (1 + usage.refreshes)) / MILLION, prices.lambdaPerMillionRequests),
    costLine('Lambda time', ((requests * usage.billedMs) / 1000) * MEMORY_GB, prices.lambdaPerGbSecondArm),
  ],
};
