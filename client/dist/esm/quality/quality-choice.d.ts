/** The quality of a title that plays: what was chosen, why, and what a menu offers. */
export interface QualityChoice {
    /** The lines of each quality that the title has, most first: 1080, 720. */
    readonly choices: readonly number[];
    /** The most lines that the viewer wants; undefined for automatic. */
    readonly chosen: number | undefined;
    /** Why the present source was chosen, in words; empty where none plays. */
    readonly why: string;
    /** The bandwidth that is known of this device, in bits per second. */
    readonly bandwidth: number | undefined;
    /** Chooses the most lines for this title and the next ones; undefined lets the player choose. */
    choose(lines: number | undefined): void;
}
