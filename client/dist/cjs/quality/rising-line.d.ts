import { type Sample } from './bandwidth-memory.js';
import type { HlsLevels } from './players.js';
/**
 * Makes hls.js notice that its line has become fast. It weighs each load by the time that it took, so ten seconds of
 * slow ones would outweigh a hundred fast ones, which is minutes on the lowest rung. (Its way down needs no help.)
 */
export declare class RisingLine {
    #private;
    constructor(hls: HlsLevels);
    add({ bits, ms }: Sample): void;
}
