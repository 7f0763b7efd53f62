import type { VideoData } from '../../../contract/answer.ts';
import { RETRY_AFTER_SECONDS } from '../../../contract/bounds.ts';
import { bestQuality } from '../../../contract/rank.ts';
import type { CdnSettings } from '../../../contract/settings/cdns.ts';
import { ApiError } from '../../api-error.ts';
import { type AnswerEntry, isCacheable, type Life } from '../../cache/entry.ts';
import type { Clock } from '../../clock.ts';
import { delivered } from '../../delivery/delivered.ts';
import type { SigningKeys } from '../../delivery/signing-keys.ts';
import { NoSigningKeyError, TitleLinks } from '../../delivery/title-links.ts';
import { entityTag } from '../entity-tag.ts';
import type { PlayableGroup } from '../playback/playable-group.ts';
import { deliveredGroup } from './delivered-group.ts';

const MINUTE_MS = 60_000;
/** Of the life of a link, what an HTTP cache leaves to the player. */
const LEFT_TO_PLAYER_MS = 120_000;

export interface DeliveryOptions {
  readonly cdns: readonly CdnSettings[];
  readonly keys: Pick<SigningKeys, 'of'>;
  readonly clock: Clock;
}

/**
 * The last step of an answer: its links lead through the stage's CDNs, signed. Entries are stored with the links of the
 * origin, so they live as long as they would without a CDN, however short the signed links live.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #made = new WeakMap<AnswerEntry, { readonly at: number; readonly entry: AnswerEntry }>();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /**
   * The answer as it is sent. Signatures begin with the minute, in which every container makes the same links; they are
   * kept for that long with the entry.
   *
   * @throws ApiError `unavailable` without a key to sign with; `notAvailable` where no link can be delivered
   */
  answer(entry: AnswerEntry): AnswerEntry | Promise<AnswerEntry> {
    const at = this.#minute();
    const made = this.#made.get(entry);
    return made?.at === at ? made.entry : this.#make(entry, at);
  }

  /** The addresses of a master, in the same way. @throws ApiError `unavailable` */
  async group(group: PlayableGroup, named: string | undefined, held?: ReadonlyMap<string, number>) {
    const { clock } = this.#options;
    const links = await this.links();
    return signedWith(() => deliveredGroup(group, { links, now: Math.floor(clock.now() / 1000), named, held }));
  }

  /** The life of a playlist whose signed links expire then, in milliseconds since 1970. */
  lifeOf(entry: AnswerEntry, expiresAt: number): Life {
    return signedLife(entry, this.#minute(), expiresAt);
  }

  /** The links of one title, signed now. */
  async links(): Promise<TitleLinks> {
    const { cdns, keys } = this.#options;
    return new TitleLinks({ cdns, keys: await keys.of(cdns), signedAt: this.#minute() / 1000 });
  }

  async #make(entry: AnswerEntry, at: number): Promise<AnswerEntry> {
    const links = await this.links();
    const { data, ttlSeconds, leftOut } = signedWith(() => delivered(JSON.parse(entry.data) as VideoData, links));
    if (data.sources.length === 0) throw new ApiError('notAvailable');
    const text = JSON.stringify(data);
    const made: AnswerEntry = {
      ...entry,
      data: text,
      sourceCount: data.sources.length,
      subtitleCount: data.subtitles.length,
      ...(leftOut > 0 && { bestQuality: bestQuality(data.sources) }),
      etag: entityTag(ttlSeconds === undefined ? text : `${entry.etag} ${at}`),
      ...(ttlSeconds !== undefined &&
        isCacheable(entry) && { sentLife: signedLife(entry, at, at + ttlSeconds * 1000) }),
    };
    this.#made.set(entry, { at, entry: made });
    return made;
  }

  #minute(): number {
    return Math.floor(this.#options.clock.now() / MINUTE_MS) * MINUTE_MS;
  }
}

function signedWith<Made>(make: () => Made): Made {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof NoSigningKeyError)) throw cause;
    throw new ApiError('unavailable', { cause, retryAfter: RETRY_AFTER_SECONDS });
  }
}

/** An HTTP cache counts from the signature, and keeps no link that a player could not use for two minutes more. */
function signedLife({ freshUntil }: Life, at: number, expiresAt: number): Life {
  const until = Math.max(at, Math.min(freshUntil, expiresAt - LEFT_TO_PLAYER_MS));
  return { storedAt: at, freshUntil: until, staleUntil: until };
}
