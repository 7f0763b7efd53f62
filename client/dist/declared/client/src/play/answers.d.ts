import type { VideoData } from '../answer.ts';
import type { Clock } from '../clock.ts';
import type { LooseRequest } from '../fetch/request.ts';
import type { StreamClient } from '../stream-client.ts';
/** The answer for a title. Without a network, it waits for one. */
export declare function answerOf(client: StreamClient, request: LooseRequest, onRefresh: (data: VideoData) => void, signal: AbortSignal): Promise<VideoData>;
/** One more answer of the API, whatever is stored; undefined where none comes in time. */
export declare function freshAnswerOf(client: StreamClient, request: LooseRequest, clock: Clock, signal: AbortSignal): Promise<VideoData | undefined>;
