import prices from '../prices.json' with { type: 'json' };
import { type Cost, type MonitoredFunction, type MonitoredStage, panel, type Row, row } from './feature.ts';
import { awsSeries, hourly } from './series.ts';

const GIB = 1024 ** 3;
const LAMBDA_GIB_SECOND = { arm64: prices.lambdaPerGbSecondArm, x86_64: prices.lambdaPerGbSecondX86 };

/** The AWS services whose cost is estimated by the list prices of `prices.json`. */
const SERVICES: Readonly<Record<Cost['service'], string>> = {
  gatewayCost: 'API Gateway',
  lambdaCost: 'Lambda',
  tableCost: 'DynamoDB',
  logCost: 'Logs',
  deliveryCost: 'CloudFront',
};

/** What a function costs: its time, its calls and its logs. */
export function functionCosts(
  id: string,
  { name, logGroup, memoryMiB }: MonitoredFunction,
  { architecture }: MonitoredStage,
): Cost[] {
  const lambda = lambdaSeries(id, name);
  const logs = awsSeries('AWS/Logs', id, { LogGroupName: logGroup });
  const millisecond = (LAMBDA_GIB_SECOND[architecture] * (memoryMiB / 1024)) / 1000;
  return [
    {
      service: 'lambdaCost',
      terms: [
        { series: lambda('Duration', 'time'), factor: millisecond },
        { series: lambda('Invocations', 'calls'), factor: prices.lambdaPerMillionRequests / 1e6 },
      ],
    },
    { service: 'logCost', terms: [{ series: logs('IncomingBytes', 'bytes'), factor: prices.logsPerGb / GIB }] },
  ];
}

/** Makes series of Lambda's own metrics of one function. */
export const lambdaSeries = (id: string, functionName: string) =>
  awsSeries('AWS/Lambda', id, { FunctionName: functionName });

/** The last row of the dashboard: the cost of all features by service. */
export function costRow(costs: readonly Cost[]): Row {
  const series = Object.entries(SERVICES).flatMap(([id, label]) => {
    const terms = costs.filter(({ service }) => service === id).flatMap((each) => each.terms);
    return terms.length === 0 ? [] : [hourly(id, label, terms)];
  });
  return row('What does it cost?', panel('Estimated cost', 'USD per hour', series, { isStacked: true }));
}
