import type { Preference } from '../contract/prefer.ts';

/** What the viewer of one request would rather have, as its parameters and headers say. */
export interface ViewerWish {
  /** The same for requests that wish the same. */
  readonly key: string;
  readonly prefer: Preference;
  /** Bits per second. */
  readonly maxBandwidth: number | undefined;
}
