import type { Source } from '../answer.ts';
import { systemClock } from '../clock.ts';
import type { MediaType, RequestOf } from '../fetch/request.ts';
import type { StreamClient } from '../stream-client.ts';
import { collectorUrl, idleMsOf, intervalOf } from './collector.ts';
import { HlsRecords } from './hls-records.ts';
import { isMeasured, type MeasureOptions } from './measure-options.ts';
import { Outbox } from './outbox.ts';
import { newSessionId } from './session-id.ts';

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
  loader: (report: { body?: unknown }) => Promise<{ status: number }>;
}

/** How often hls.js writes where the viewer is, so that its end is known where nobody says so. Most are not sent. */
const TICK_S = 2;

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
export function cmcdConfig<M extends MediaType>(options: CmcdOptions<M>): CmcdConfig | undefined {
  if (!isMeasured(options)) return undefined;
  const { client, request, source } = options;
  const url = collectorUrl(client, request, options);
  const outbox = new Outbox({ url, clock: systemClock, idleMs: idleMsOf(options), onLeave: () => undefined });
  const records = new HlsRecords(source, outbox, intervalOf(options) * 1000);
  return {
    version: 2,
    sessionId: newSessionId(),
    contentId: source.id,
    includeKeys: [],
    eventTargets: [
      {
        url,
        events: ['ps', 'bc', 'e', 't'],
        interval: TICK_S,
        batchSize: 1,
        includeKeys: ['br', 'cid', 'e', 'ec', 'sf', 'sid', 'sn', 'sta', 'ts', 'v'],
      },
    ],
    loader: async ({ body }) => {
      for (const line of String(body).split('\n')) records.take(line);
      return { status: 204 };
    },
  };
}
