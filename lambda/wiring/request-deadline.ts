import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { Clock } from '../clock.ts';
import { createDeadline, type Deadline } from '../deadline.ts';

/** Time left for writing the response after the deadline, in milliseconds. */
const RESERVE_MS = 2_000;

/**
 * The deadline of a request, counted from its arrival at the gateway, where it waits while a container starts. An
 * arrival in the future, or longer ago than a request can last, comes from a wrong clock and is ignored.
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
