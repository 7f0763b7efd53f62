/** What one lookup did. Cache-Status, the log, the metrics and the tests all read this and nothing else. */
export interface CacheStatus {
  /** Where the answer came from; `provider` when this request extracted it or waited for its extraction. */
  tier: 'memory' | 'table' | 'provider';
  outcome: 'fresh' | 'stale' | 'extracted' | 'waited' | 'failed';
  /** The answer is a stored not-found. */
  negative: boolean;
  /** This request's extraction is now in the shared tier, and may be served to others (RFC 9211, section 2.5). */
  stored: boolean;
  /** Its playback attribute was left out: the item would have cost too many write units. */
  playbackLeftOut?: boolean;
  /** What became of the refresh that a stale answer needs. */
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
  tier: 'provider',
  outcome: 'failed',
  negative: false,
  stored: false,
  refresh: 'none',
  handedOver: false,
  waitedMs: 0,
  tableErrors: 0,
  purgesUnknown: false,
});
