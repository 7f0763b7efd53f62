import { lineChart } from '../chart.ts';
import { minutesAxis, perRequest, type SimulatedFeature, whole } from '../feature.ts';

/** Calls to the provider. */
export const providers: SimulatedFeature = {
  rows: (result) => [
    ['provider calls', whole(result.providerCalls)],
    ['— of them during another call for the same title', whole(result.doubledCalls)],
    ['provider calls a request', perRequest(result.providerCalls, result)],
  ],
  charts: (result) => ({
    providers: lineChart({
      ...minutesAxis(result),
      title: `${result.scenario.name}: provider calls`,
      yLabel: 'calls a minute',
      series: [{ name: 'providers', values: result.minutes.map(({ providerCalls }) => providerCalls) }],
    }),
  }),
};
