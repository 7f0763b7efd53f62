import type { VideoData } from '../../../contract/answer.ts';
import { bestQuality } from '../../../contract/rank.ts';
import type { CdnSettings } from '../../../contract/settings/cdns.ts';
import type { AnswerEntry, Life } from '../../cache/entry.ts';
import type { CacheResult } from '../../cache/tiered-cache.ts';
import type { Clock } from '../../clock.ts';
import { cdnClient } from '../../delivery/cdn-client.ts';
import { type Delivered, delivered, type LeftOut } from '../../delivery/delivered.ts';
import type { SigningKeys } from '../../delivery/signing-keys.ts';
import { TitleLinks } from '../../delivery/title-links.ts';
import type { HttpClient } from '../../outgoing/http-client.ts';
import { entityTag } from '../entity-tag.ts';

const MINUTE_MS = 60_000;
/** Of the life of a link, what an HTTP cache leaves to the player. */
const LEFT_TO_PLAYER_MS = 120_000;

export interface DeliveryOptions {
  readonly cdns: readonly CdnSettings[];
  readonly keys: Pick<SigningKeys, 'of'>;
  readonly clock: Clock;
}

interface Made {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly result: CacheResult;
  readonly leftOut: readonly LeftOut[];
}

/** For the log of a request. */
export interface DeliveryObserver {
  onLeftOut(event: LeftOut): void;
}

/**
 * The last step of an answer: its links lead through the stage's CDNs, signed. Entries are stored with the links of the
 * origin, so they live as long as they would without a CDN, however short the signed links live.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #made = new WeakMap<AnswerEntry, Made>();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /**
   * The answer as it is sent. Signatures begin with the minute, in which every container makes the same links; they are
   * kept for that long with the entry.
   *
   * @returns `unavailable` without a key to sign with; `not-found` where no link can be delivered
   */
  answer(entry: AnswerEntry, observer?: DeliveryObserver): CacheResult | Promise<CacheResult> {
    const made = this.#made.get(entry);
    return made?.at === this.#minute() ? reported(made, observer) : this.#make(entry, observer);
  }

  /** The life of a playlist whose signed links expire then, in milliseconds since 1970. */
  lifeOf(entry: AnswerEntry, expiresAt: number): Life {
    return signedLife(entry, this.#minute(), expiresAt);
  }

  /** A client that reads through a CDN what its origin refuses. */
  through(client: HttpClient): HttpClient {
    return cdnClient(client, () => this.links());
  }

  /** The links of one title, signed now. */
  async links(): Promise<TitleLinks> {
    const { cdns, keys } = this.#options;
    return new TitleLinks({ cdns, keys: await keys.of(cdns), signedAt: this.#minute() / 1000 });
  }

  async #make(entry: AnswerEntry, observer: DeliveryObserver | undefined): Promise<CacheResult> {
    const links = await this.links();
    const at = links.signedAt * 1000;
    const data = delivered(JSON.parse(entry.data) as VideoData, links);
    const made = { at, result: sentResult(entry, links, data), leftOut: data.leftOut };
    // A key may be there at the next look.
    if (!data.lacksKey) this.#made.set(entry, made);
    return reported(made, observer);
  }

  #minute(): number {
    return Math.floor(this.#options.clock.now() / MINUTE_MS) * MINUTE_MS;
  }
}

function reported({ result, leftOut }: Made, observer: DeliveryObserver | undefined): CacheResult {
  for (const each of leftOut) observer?.onLeftOut(each);
  return result;
}

function sentResult(entry: AnswerEntry, links: TitleLinks, { data, ttlSeconds, ...its }: Delivered): CacheResult {
  const { storedAt, freshUntil, generation } = entry;
  const at = links.signedAt * 1000;
  if (data.sources.length === 0) {
    if (its.lacksKey) return { result: 'unavailable' };
    // What settings make of an answer, the next ones may undo: nobody keeps it.
    const life = { storedAt, freshUntil: storedAt, staleUntil: storedAt };
    return { result: 'not-found', entry: { kind: 'not-found', generation, ...life } };
  }
  const text = JSON.stringify(data);
  const isCached = freshUntil > storedAt;
  return {
    result: 'answer',
    entry: {
      ...entry,
      data: text,
      sourceCount: data.sources.length,
      subtitleCount: data.subtitles.length,
      ...(its.leftOut.length > 0 && { bestQuality: bestQuality(data.sources) }),
      // Of the signatures only what they depend on: those of ECDSA are never the same twice.
      etag: entityTag(ttlSeconds === undefined ? text : `${entry.etag} ${links.mark}`),
      ...(isCached &&
        its.lacksKey && { sentLife: { storedAt: at, freshUntil: at + MINUTE_MS, staleUntil: at + MINUTE_MS } }),
      ...(isCached &&
        !its.lacksKey &&
        ttlSeconds !== undefined && { sentLife: signedLife(entry, at, at + ttlSeconds * 1000) }),
    },
  };
}

/** An HTTP cache counts from the signature, and keeps no link that a player could not use for two minutes more. */
function signedLife({ freshUntil }: Life, at: number, expiresAt: number): Life {
  const until = Math.max(at, Math.min(freshUntil, expiresAt - LEFT_TO_PLAYER_MS));
  return { storedAt: at, freshUntil: until, staleUntil: until };
}
