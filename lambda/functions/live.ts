import type { APIGatewayProxyEvent, APIGatewayProxyWebsocketEventV2, Context } from 'aws-lambda';
import environmentRules from '../../contract/generated/live-environment.js';
import type { Errand, Notice } from '../live/events.ts';
import { LiveTable } from '../live/live-table.ts';
import { WatchedTitles } from '../live/watched-titles.ts';
import { MetricLine } from '../observability/metric-line.ts';
import { logger } from '../observability/telemetry.ts';
import { requestLimiter } from '../wiring/client-limits.ts';
import { createTableClient } from '../wiring/clients/table-client.ts';
import type { LiveEnvironment } from '../wiring/environment.ts';
import { noticesTo } from '../wiring/live/notices.ts';
import { socketHandler } from '../wiring/live/socket-handler.ts';
import type { ticketsHandler } from '../wiring/live/tickets-handler.ts';
import { readEnvironment } from '../wiring/read-environment.ts';
import { sharedCache } from '../wiring/shared-cache.ts';

/** Time left for writing the response, in milliseconds. */
const EARLY_TIMEOUT_RESERVE_MS = 1000;
/** How long a message may wait for the notify function. */
const NOTIFY_MS = 1000;

const environment = readEnvironment<LiveEnvironment>(environmentRules);
const client = createTableClient();
const { clock, purges } = sharedCache(environment, client);
const table = new LiveTable(client, environment.LIVE_TABLE, () => clock.now());
const limiter = requestLimiter(environment, client);
const invoke = noticesTo(environment.NOTIFY_FUNCTION);
const notify = (event: Notice | Errand) => invoke(event, AbortSignal.timeout(NOTIFY_MS));

const onSocket = socketHandler({
  table,
  titles: new WatchedTitles(client, environment.CACHE_TABLE, environment.CACHE_NAMESPACE),
  purges,
  clock,
  limiter,
  origins: JSON.parse(environment.LIVE_ORIGINS) as string[],
  needsTicket: environment.NEEDS_TICKET === 'true',
  notify,
  send: notify,
  onHandshake: (status) => logger.info('handshake', { status }),
  onFailure: (error) => logger.warn('live', error as Error),
});

let onTicket: ReturnType<typeof ticketsHandler> | undefined;

/** Serves the WebSocket API, and the route of its tickets. */
export async function handler(event: APIGatewayProxyWebsocketEventV2 | APIGatewayProxyEvent, lambda: Context) {
  if ('connectionId' in event.requestContext && event.requestContext.connectionId) {
    return onSocket(event as APIGatewayProxyWebsocketEventV2);
  }
  onTicket ??= (await import('../wiring/live/tickets-handler.ts')).ticketsHandler({
    table,
    limiter,
    edgeKeyId: environment.EDGE_KEY_ID,
    metricLine: new MetricLine(environment.STAGE),
    logSampling: Number(environment.LOG_SAMPLING),
    random: Math.random,
    earlyTimeoutReserveMs: EARLY_TIMEOUT_RESERVE_MS,
  });
  return onTicket(event as APIGatewayProxyEvent, lambda);
}
