import type { Source, VideoData } from '../answer.js';
import type { Clock } from '../clock.js';
import type { LooseRequest } from '../fetch/request.js';
import { type Failure, PlayError } from '../sources/failure.js';
import { type Playable } from '../sources/playable.js';
import { SourceQueue } from '../sources/source-queue.js';
import type { PlayOptions } from './play-options.js';
interface TitleSourcesOptions {
    readonly video: HTMLVideoElement;
    readonly request: LooseRequest;
    readonly play: PlayOptions;
    readonly clock: Clock;
    /** Sorts what plays, as this viewer wants it. */
    readonly order: (playable: readonly Playable[]) => readonly Playable[];
    /** Called with each answer that is in use from here on. */
    readonly onAnswer: (data: VideoData) => void;
    /** Aborted when the title ends. */
    readonly signal: AbortSignal;
}
/** The answer in use: which of its sources this browser plays, in which order, and what has failed of them. */
export declare class TitleSources {
    #private;
    readonly queue: SourceQueue;
    /** Undefined before there is an answer. */
    data: VideoData | undefined;
    constructor(options: TitleSourcesOptions);
    /** Whether the answer leaves subtitles to the manifest, or knows of none. */
    get hasOwnSubtitles(): boolean;
    /** Uses an answer from here on. */
    take(data: VideoData, signal: AbortSignal): Promise<void>;
    /** Asks for one more answer, whatever is stored; where none comes in time, the present one stays. */
    takeFresh(turn: AbortSignal): Promise<void>;
    /** The source to try next; undefined when all have failed, in a newer answer as well. */
    next(turn: AbortSignal): Promise<Playable | undefined>;
    /** A picture moves. */
    readonly calm: () => void;
    /**
     * The API's playlist for an HLS source, where it offers more than the source itself: renewed links, or a mirror with
     * the same ladder. An API of before playlists gives sources no ids.
     */
    readonly playlistOf: ({ id, variants, expiresAt }: Source) => string | undefined;
    readonly onNoPlaylist: () => void;
    fail(source: Source, { reason, unread }: Failure): void;
    /** Why nothing plays, once the reasons are known. */
    error(turn: AbortSignal, cause: unknown): Promise<PlayError>;
}
export {};
