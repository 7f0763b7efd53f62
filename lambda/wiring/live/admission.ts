import type { APIGatewayProxyEvent, APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import type { LiveTable } from '../../live/live-table.ts';
import type { RequestLimiter } from '../../middleware/request-limiter.ts';
import { RequestContext } from '../../observability/request-context.ts';

/** A connection that asks to be made, with the headers and the query of its handshake. */
export type ConnectEvent = APIGatewayProxyWebsocketEventV2 &
  Pick<APIGatewayProxyEvent, 'headers' | 'queryStringParameters'>;

export interface AdmissionOptions {
  readonly table: Pick<LiveTable, 'connect' | 'redeemTicket'>;
  readonly limiter: RequestLimiter;
  /** Origins whose pages may connect. */
  readonly origins: readonly string[];
  /** Whether a connection needs a ticket. */
  readonly needsTicket: boolean;
}

/**
 * Admits a connection. No page of another site uses the API's sockets: a browser always names the page's origin, and
 * a WebSocket knows no CORS (RFC 6455, section 10.2). What is no browser sends none.
 *
 * @returns the status of the handshake: 200, 401 without a good ticket, 403 for a foreign origin, 429 for a client over
 *   its limit or with too many connections
 * @throws what the table throws
 */
export async function admit(event: ConnectEvent, options: AdmissionOptions): Promise<200 | 401 | 403 | 429> {
  const { table, limiter, origins, needsTicket } = options;
  const origin = headerOf(event, 'origin');
  if (origin !== undefined && !origins.includes(origin)) return 403;
  const context = new RequestContext();
  limiter.start(event as unknown as APIGatewayProxyEvent, context);
  const decision = await context.deciding;
  if (decision?.allowed !== true || context.client === undefined) return 429;
  if (needsTicket && !(await table.redeemTicket(event.queryStringParameters?.ticket ?? ''))) return 401;
  return (await table.connect(event.requestContext.connectionId, context.client.hash)) ? 200 : 429;
}

/** API Gateway keeps the spelling of the client. */
const headerOf = ({ headers }: ConnectEvent, name: string): string | undefined =>
  Object.entries(headers ?? {}).find(([each]) => each.toLowerCase() === name)?.[1];
