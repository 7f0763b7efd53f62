import { type CostLine, MILLION } from '../../bench/simulation/feature.ts';
import { MEMORY_GB } from '../../bench/simulation/features/traffic.ts';
import prices from '../../lib/prices.json' with { type: 'json' };

/** Metrics of the prober (contract/metrics.ts), and those that its alarms look at. */
export const HEALTH_METRICS: readonly string[] = ['HealthRuns', 'SourcesProbed', 'SourcesDown', 'OriginsDown'];
const ALARMED = 4;

/** A month of runs, one in five minutes, each of the whole budget. */
const RUNS = (30 * 24 * 60) / 5;
const SOURCES = 200;
/** Seconds of a run whose hosts answer in a quarter of one: four requests a source, sixteen sources at a time. */
const RUN_SECONDS = (SOURCES / 16) * 4 * 0.25;
/** The health of each source, entries and rows with their links, the recent titles, the list and the last run. */
const READS = SOURCES + SOURCES / 2 + 48 * 0.5 + 4;
/** The last run, and a list with some sources that are not well. */
const WRITES = 8;
/** A container at work reads the list each minute; a full one is 50 KB. */
const LOOKS = 30 * 24 * 60;
const CONTAINERS = 5;
/** A line of a run. */
const LOG_GB = 500e-9;

/** What health adds to a stage in a month. */
export function healthCost(): CostLine[] {
  const reads = RUNS * READS + LOOKS * CONTAINERS;
  return [
    {
      what: 'Lambda',
      dollars:
        RUNS * (RUN_SECONDS * MEMORY_GB * prices.lambdaPerGbSecondArm + prices.lambdaPerMillionRequests / MILLION),
    },
    {
      what: 'DynamoDB',
      dollars:
        (reads * prices.dynamoDbPerMillionReadUnits + RUNS * WRITES * prices.dynamoDbPerMillionWriteUnits) / MILLION,
    },
    { what: 'Logs', dollars: RUNS * LOG_GB * prices.logsPerGb },
    { what: 'Metrics', dollars: HEALTH_METRICS.length * prices.metricPerMonth },
    { what: 'Alarms, where the stage has them', dollars: ALARMED * prices.alarmPerMonth },
  ];
}
