import type { AnswerEntry } from '../../cache/entry.ts';
import type { RequestContext } from '../../observability/request-context.ts';
import type { Master } from '../../playback/ladder.ts';
import type { ViewerWish } from '../../viewer-wish.ts';
import type { PreferredAnswer } from './preferred-answers.ts';
import type { StatingEvent } from './wish-reader.ts';

type Room = import('./preferred.ts').Preferred;

/**
 * What viewers would rather have, after the cache. A request that says nothing pays for nothing: the code is loaded by
 * the first that says something.
 */
export class ViewerWishes {
  #room: Room | undefined;

  /**
   * Reads the wish of a request into its context.
   *
   * @throws ApiError `validation` for one that cannot be read
   */
  read(event: StatingEvent, context: RequestContext): Promise<void> | undefined {
    const { headers, multiValueQueryStringParameters: query } = event;
    if (!query?.prefer && !query?.maxBandwidth && !headers?.['Save-Data'] && !headers?.['save-data']) return undefined;
    if (!this.#room) return this.#load(event, context);
    context.wish = this.#room.read(event);
    return undefined;
  }

  /** The answer in the order of a wish, which was read. */
  answer(entry: AnswerEntry, wish: ViewerWish): PreferredAnswer {
    return this.#room!.answer(entry, wish);
  }

  /** The master playlist in the order of a wish, which was read. */
  master(master: Master, wish: ViewerWish): Master {
    return this.#room!.master(master, wish);
  }

  /** What of a wish, which was read, a master playlist can follow. */
  appliedToMaster(master: Master, wish: ViewerWish): string {
    return this.#room!.appliedToMaster(master, wish);
  }

  async #load(event: StatingEvent, context: RequestContext): Promise<void> {
    const { Preferred } = await import('./preferred.ts');
    this.#room ??= new Preferred();
    context.wish = this.#room.read(event);
  }
}
