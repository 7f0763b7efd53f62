/** What a viewer wishes for every title. */
export interface ViewerPreference {
    /** As the API's parameter `prefer`: `res:720,codec:h264`. Empty for no wish. */
    readonly prefer: string;
    /** BCP 47 tags, the most wanted first; of the subtitles to show. */
    readonly subtitleLanguages: readonly string[];
    /** Whether to stay below 1.5 Mbit/s. */
    readonly dataSaver: boolean;
}
/** Reads what a storage or the API has. What is of another form counts as no wish. */
export declare function preferenceIn(value: unknown): ViewerPreference;
export declare const NO_PREFERENCE: ViewerPreference;
export declare const isNoWish: (preference: ViewerPreference) => boolean;
