import { functionCosts, lambdaSeries } from '../costs.ts';
import { type Feature, panel, row } from '../feature.ts';

/** Whether viewers' preferences are kept. */
export const preferences: Feature = {
  alarms: [],
  watch(stage) {
    const { preferences: its } = stage.functions;
    if (its === undefined) return {};
    const of = lambdaSeries('preferences', its.name);
    const requests = [of('Invocations', 'requests'), of('Errors', 'crashes'), of('Throttles', 'throttled')];
    return {
      rows: [row("Are viewers' preferences kept?", panel('Requests for preferences', 'count', requests))],
      costs: functionCosts('preferences', its, stage),
    };
  },
};
