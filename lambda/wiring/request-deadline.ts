import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { Clock } from '../clock.ts';
import { createDeadline, type Deadline } from '../deadline.ts';

/** What is left for writing the answer when the deadline has passed. */
const RESERVE_MS = 2_000;

/**
 * A request waits at the gateway, too, while a container starts: so its time counts from its arrival there. An arrival
 * in the future, or longer ago than any request can be under way, is a clock that is wrong, and is ignored.
 */
export function requestDeadline(
  clock: Clock,
  event: APIGatewayProxyEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
  deadlineMs: number,
  signal: AbortSignal,
): Deadline {
  const now = clock.now();
  const byFunction = now + context.getRemainingTimeInMillis() - RESERVE_MS;
  const arrived = event.requestContext?.requestTimeEpoch;
  const plausible = typeof arrived === 'number' && arrived <= now && arrived > now - deadlineMs;
  const byArrival = plausible ? arrived + deadlineMs : now + deadlineMs;
  return createDeadline(clock, Math.min(byFunction, byArrival), signal);
}
