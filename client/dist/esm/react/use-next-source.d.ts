import type { Source, VideoData } from '../answer.js';
/** The best source of an answer that has not been passed over. Renewed links of one source are the same source. */
export declare function useNextSource(title: string | undefined, data: VideoData | undefined): {
    source: Source | undefined;
    next: (reason?: string) => void;
    tried: readonly {
        readonly source: Source;
        readonly reason: string;
    }[];
};
