/** What one lookup did. Cache-Status, the log, the metrics and the tests all read this and nothing else. */
export interface CacheStatus {
  /** Where the answer came from; `upstream` when it was extracted by this request or waited for. */
  tier: 'memory' | 'table' | 'upstream';
  outcome: 'fresh' | 'stale' | 'extracted' | 'waited' | 'failed';
  /** The answer is a stored not-found. */
  negative: boolean;
  /** This request's extraction is now in the shared tier. */
  stored: boolean;
  /** What a stale answer set going. */
  refresh: 'none' | 'started' | 'under-way' | 'backing-off' | 'blocked' | 'failed';
  /** An extraction that ran out of time goes on in the refresh function. */
  handedOver: boolean;
  /** Milliseconds spent waiting for another container's extraction. */
  waitedMs: number;
  /** Calls to the shared tier that failed. */
  tableErrors: number;
  /** The purges could not be read in time: what was known before counted. */
  purgesUnknown: boolean;
}

export const newCacheStatus = (): CacheStatus => ({
  tier: 'upstream',
  outcome: 'failed',
  negative: false,
  stored: false,
  refresh: 'none',
  handedOver: false,
  waitedMs: 0,
  tableErrors: 0,
  purgesUnknown: false,
});
