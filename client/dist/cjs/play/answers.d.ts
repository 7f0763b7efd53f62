import type { VideoData } from '../answer.js';
import type { Clock } from '../clock.js';
import type { LooseRequest } from '../fetch/request.js';
import type { StreamClient } from '../stream-client.js';
/** The answer for a title. Without a network, it waits for one. */
export declare function answerOf(client: StreamClient, request: LooseRequest, onRefresh: (data: VideoData) => void, signal: AbortSignal): Promise<VideoData>;
/** One more answer of the API, whatever is stored; undefined where none comes in time. */
export declare function freshAnswerOf(client: StreamClient, request: LooseRequest, clock: Clock, signal: AbortSignal): Promise<VideoData | undefined>;
