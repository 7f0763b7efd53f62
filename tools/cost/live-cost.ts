import { type CostLine, MILLION } from '../../bench/simulation/feature.ts';
import { NOTIFY_MEMORY_MIB } from '../../lib/live/notify-memory.ts';
import prices from '../../lib/prices.json' with { type: 'json' };
import { lambdaPerMillion } from './lambda-cost.ts';

/**
 * One who waits: a connection of half a minute, that watches one title. An invocation of the notify function waits
 * beside each extraction that is watched (lambda/live/notifier.ts).
 */
export const WAIT = { minutes: 0.5, pings: 0, notices: 3, followedSeconds: 26 };
/** One who plays: two hours, a ping each nine minutes, and one change of the answer. */
export const SESSION = { minutes: 120, pings: 13, notices: 1, followedSeconds: 0 };

const BILLED_MS = 6;
/** The salt and the count of the limiter, the rows of client, connection and title, and their deletion; the mark. */
const WRITES = 8;
/** Who watches, and the item of the title: consistent. */
const READS_A_NOTICE = 2;

/** What a million connections cost beyond the requests themselves. Notices that several share are counted once each. */
export function liveCost({ minutes, pings, notices, followedSeconds }: typeof WAIT): CostLine[] {
  // Connect, watch and its answer, disconnect; what is posted is a progress, and the end with the last of them.
  const messages = 2 + pings + notices + 1;
  const invocations = 3 + pings + notices;
  return [
    {
      what: 'API Gateway',
      dollars: messages * prices.webSocketPerMillionMessages + minutes * prices.webSocketPerMillionConnectionMinutes,
    },
    {
      what: 'Lambda',
      dollars: invocations * lambdaPerMillion(BILLED_MS),
    },
    {
      what: 'Lambda, beside the extraction',
      dollars: MILLION * followedSeconds * (NOTIFY_MEMORY_MIB / 1024) * prices.lambdaPerGbSecondArm,
    },
    {
      what: 'DynamoDB',
      dollars:
        WRITES * prices.dynamoDbPerMillionWriteUnits + notices * READS_A_NOTICE * prices.dynamoDbPerMillionReadUnits,
    },
  ];
}
