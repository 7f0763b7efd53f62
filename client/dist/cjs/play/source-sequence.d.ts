import type { Source } from '../answer.js';
import type { Clock } from '../clock.js';
import type { LooseRequest } from '../fetch/request.js';
import type { Failure } from '../sources/failure.js';
import type { Playable } from '../sources/playable.js';
import type { StreamClient } from '../stream-client.js';
import type { PlayOptions } from './play-options.js';
import type { Reason, SourcePlayer } from './source-player.js';
import type { TitleMeasure } from './title-measure.js';
import type { TitleSources } from './title-sources.js';
export declare const PASSED_OVER = "passed over";
interface SequenceOptions {
    readonly play: PlayOptions;
    readonly request: LooseRequest;
    readonly clock: Clock;
    readonly sources: TitleSources;
    readonly player: SourcePlayer;
    readonly measure: TitleMeasure;
    /** Aborted when the title ends. */
    readonly signal: AbortSignal;
}
/** The sources of a title, one after the other: each plays until the next takes over, or all have failed. */
export declare class SourceSequence {
    #private;
    readonly client: StreamClient;
    readonly request: LooseRequest;
    readonly clock: Clock;
    readonly sources: TitleSources;
    readonly player: SourcePlayer;
    readonly signal: AbortSignal;
    constructor({ play, request, clock, sources, player, measure, signal }: SequenceOptions);
    /** Aborted when another source takes over. */
    get turn(): AbortSignal;
    /** Plays the best source, once there is an answer. */
    begin(answered: (turn: AbortSignal) => Promise<void>): void;
    /** Goes on with another source at the same position. */
    replace(next: Playable, reason: Reason): void;
    /** Continues with a newer link at the same position. @returns false when the former one plays again */
    readonly renew: (current: Source, next: Source, turn: AbortSignal) => Promise<boolean>;
    /** Goes on after a failure: with the same source if there is no network, or its link has expired; else the next. */
    goOn(source: Source, failure: Failure): void;
}
export {};
