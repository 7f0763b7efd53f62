/** When a file is replaced by a smaller one. */
export declare class StepLimit {
    #private;
    /** @returns whether to step down now */
    stalled(now: number): boolean;
    stepped(now: number): void;
}
