import type { Source, VideoData } from '../answer.js';
import type { Clock } from '../clock.js';
import type { Failure } from '../sources/failure.js';
import type { EngineKind, Playable } from '../sources/playable.js';
import type { Measured, PlayOptions, SourceChange } from './play-options.js';
import { SubtitleTracks } from './subtitle-tracks.js';
import type { TitleSources } from './title-sources.js';
export type Reason = SourceChange['reason'];
interface SourcePlayerOptions {
    readonly video: HTMLVideoElement;
    readonly play: PlayOptions;
    readonly clock: Clock;
    readonly sources: TitleSources;
    readonly onSubtitle: ConstructorParameters<typeof SubtitleTracks>[2];
    /** The page's options, with where to begin. */
    readonly configured: () => PlayOptions;
    /** Called for each source before it loads. */
    readonly onPlayer: (playing: Measured) => void;
    readonly onFailure: (source: Source, failure: Failure) => void;
    /** Aborted when the title ends. */
    readonly signal: AbortSignal;
}
/** The source in a video element, with what a viewer keeps when another takes over: position, speed, subtitle. */
export declare class SourcePlayer {
    #private;
    /** The one that plays or loads. */
    source: Source | undefined;
    kind: EngineKind;
    constructor(options: SourcePlayerOptions);
    /** When its present link expires, where its player has another one than the source's own. */
    get expiry(): number | undefined;
    /** Lists the subtitles of an answer, and shows its poster where the page has none. */
    list(data: VideoData): void;
    showSubtitle(subtitle: Parameters<SubtitleTracks['show']>[0]): void;
    /** Replaces what plays, at the same position. @param turn aborted when another source takes over */
    open({ source, kind }: Playable, reason: Reason, turn: AbortSignal): Promise<void>;
    /**
     * Continues with a newer link of the source in the same player.
     *
     * @returns false when the former one plays again; undefined where its player cannot, and has to be replaced
     */
    renew(next: Source, signal: AbortSignal): Promise<boolean | undefined>;
    /** Empties the element after a title of which nothing plays. */
    fail(): void;
    close(): void;
}
export {};
