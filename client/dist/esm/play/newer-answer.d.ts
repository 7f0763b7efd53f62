import type { VideoData } from '../answer.js';
import type { Clock } from '../clock.js';
import type { LooseRequest } from '../fetch/request.js';
import type { StreamClient } from '../stream-client.js';
/**
 * Asks for a title that has changed. What is still the old answer, out of a cache, is asked for once more.
 *
 * @throws StreamError when there is none; the signal's reason when it is aborted
 */
export declare function newerAnswer(client: StreamClient, request: LooseRequest, { sources: old }: VideoData, clock: Clock, signal: AbortSignal): Promise<VideoData>;
