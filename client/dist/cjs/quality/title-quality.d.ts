import type { Source, Subtitle } from '../answer.js';
import type { Clock } from '../clock.js';
import type { ViewerPreference } from '../preference/viewer-preference.js';
import type { Attempt } from '../sources/failure.js';
import type { Playable } from '../sources/playable.js';
import type { StreamClient } from '../stream-client.js';
import type { DashRungs, HlsLevels, PlayerSettings } from './players.js';
import type { QualityChoice } from './quality-choice.js';
export interface TitleQualityOptions {
    readonly client: StreamClient;
    readonly tmdbId: string;
    /** Instead of what the client has. */
    readonly preference: Partial<ViewerPreference> | undefined;
    readonly clock: Clock;
    /** The source that plays. */
    readonly playing: () => Source | undefined;
    readonly tried: () => readonly Attempt[];
    /** Goes on with another source at the same position. */
    readonly open: (next: Playable) => void;
    /** The languages of subtitles that the viewer wishes have changed. */
    readonly onLanguages: () => void;
    /** Aborted when the title ends. */
    readonly signal: AbortSignal;
}
/** A source that begins to load. */
interface Playing {
    readonly player: HlsLevels | DashRungs | undefined;
    readonly video: HTMLVideoElement;
    readonly source: Source;
    /** Aborted when another source takes over. */
    readonly signal: AbortSignal;
}
export declare class TitleQuality implements QualityChoice {
    #private;
    constructor(options: TitleQualityOptions);
    get bandwidth(): number | undefined;
    get choices(): readonly number[];
    get chosen(): number | undefined;
    get why(): string;
    /** The sources that play, as this viewer wants them on this line. */
    order(playable: readonly Playable[]): Playable[];
    /** The page's settings of the players, with where to begin where these do not say it. */
    configured<Options extends PlayerSettings>(options: Options): Options;
    /** Follows a source until another takes over. */
    watch({ player, video, source, signal }: Playing): void;
    choose(lines: number | undefined): void;
    /** A source that the viewer has chosen: the next episode begins with its like. */
    chose({ provider, type, quality, width, height }: Source): void;
    choseSubtitle(subtitle: Pick<Subtitle, 'language'> | undefined): void;
    /** The subtitle to begin with; undefined for none. */
    subtitleOf(subtitles: readonly Subtitle[]): Subtitle | undefined;
}
export {};
