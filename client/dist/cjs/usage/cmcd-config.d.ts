import type { Source } from '../answer.js';
import type { MediaType, RequestOf } from '../fetch/request.js';
import type { StreamClient } from '../stream-client.js';
import { type MeasureOptions } from './measure-options.js';
/** A viewing in the page's own hls.js. */
export interface CmcdOptions<M extends MediaType = MediaType> extends MeasureOptions {
    client: Pick<StreamClient, 'baseUrl'>;
    request: RequestOf<M>;
    /** The source that it plays. */
    source: Source;
}
/** The setting `cmcd` of hls.js 1.7, as much of it as is used here. */
export interface CmcdConfig {
    version: 2;
    sessionId: string;
    contentId: string;
    includeKeys: [];
    eventTargets: {
        url: string;
        events: ('ps' | 'bc' | 'e' | 't')[];
        interval: number;
        batchSize: number;
        includeKeys: ('br' | 'cid' | 'e' | 'ec' | 'sf' | 'sid' | 'sn' | 'sta' | 'ts' | 'v')[];
    }[];
    loader: (report: {
        body?: unknown;
    }) => Promise<{
        status: number;
    }>;
}
/**
 * Settings with which the page's own hls.js reports what its viewer gets. Undefined where the viewer's browser
 * says that it wants no tracking, or the viewing is not in the sample.
 *
 * Media links stay as they are: without `includeKeys: []`, hls.js appends the session to each of them. Nothing is
 * reported of single segments, whose links hold tokens. hls.js hands its records to the `loader`, which sends them in
 * batches, without cookies, and the last ones as the page is left.
 *
 * @example
 * const hls = new Hls({ cmcd: cmcdConfig({ client, request, source }) });
 */
export declare function cmcdConfig<M extends MediaType>(options: CmcdOptions<M>): CmcdConfig | undefined;
