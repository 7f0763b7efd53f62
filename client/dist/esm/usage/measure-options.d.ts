/** How a viewing is measured. Nothing of it says who watches. */
export interface MeasureOptions {
    /** The share of viewings that are measured, from 0 to 1. Default: 1. */
    sample?: number | undefined;
    /** Seconds between two records while a film plays, from 5 to 300. Default: 30. */
    interval?: number | undefined;
}
/** Whether this viewing is measured: not where the browser asks for no tracking ("Global Privacy Control"). */
export declare function isMeasured({ sample }: MeasureOptions): boolean;
