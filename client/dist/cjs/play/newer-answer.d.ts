import type { VideoData } from '../answer.js';
import type { Clock } from '../clock.js';
import type { LooseRequest } from '../fetch/request.js';
import type { StreamClient } from '../stream-client.js';
/**
 * Asks for a title that has changed. Where a cache may still have the old answer, the client reports the change again.
 *
 * @throws StreamError when there is none; the signal's reason when it is aborted
 */
export declare function newerAnswer(client: StreamClient, request: LooseRequest, clock: Clock, signal: AbortSignal): Promise<VideoData>;
