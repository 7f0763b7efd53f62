import type { Source } from '../answer.ts';
import { renewLinks } from '../player/link-renewal.ts';
import { successorIn } from '../sources/successor.ts';
import type { StreamClient } from '../stream-client.ts';
import type { SourceSequence } from './source-sequence.ts';

/** Renews the links of the source that plays, as long as it plays. */
export function keepLinks(title: SourceSequence, turn: AbortSignal): void {
  const { client, request, clock, sources, player, renew } = title;
  const kept = {
    playing: () => player.source,
    timeLeft: (source: Source) => {
      const at = player.expiry;
      return client.expiresIn(at === undefined ? source : { expiresAt: new Date(at).toISOString() });
    },
    successorOf: (current: Source, newer: readonly Source[]) => {
      const alike = newer.filter(({ type }) => type === current.type);
      const next = successorIn(current, alike);
      if (!next) throw new Error('no such source');
      return next;
    },
    plays: (next: Source) => next.url === player.source?.url,
    switchOver: renew,
  };
  // Its answer is in use before its link is, so that both are announced together.
  const getStream: StreamClient['getStream'] = async (...call) => {
    const data = await client.getStream(...call);
    await sources.take(data, turn);
    return data;
  };
  const options = { client: { ...client, getStream }, request, data: sources.data!, clock };
  // Without fresh links, the present ones play until they fail.
  renewLinks(kept, options, turn).catch(() => undefined);
}
