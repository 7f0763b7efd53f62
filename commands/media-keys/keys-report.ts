import { type Check, check } from '../status/check.ts';
import type { Verdict } from './edge-probe.ts';
import { type KeySet, type MediaKey, pendingKey, removalTime } from './key-set.ts';
import type { MediaKeys } from './rotation.ts';

/** A key without its value. */
export interface ShownKey {
  readonly id: string;
  /** `signs` links and opens them; only `opens` them, until it is removed; or is `new` and does nothing yet. */
  readonly state: 'signs' | 'opens' | 'new';
  readonly removeAfter?: string;
}

/** The keys of a stage, as `npm run media-keys -- show` prints them. */
export interface KeysReport {
  readonly secret: string;
  readonly url: string;
  readonly linkSeconds: number;
  readonly keys: readonly ShownKey[];
}

export const keysReport = ({ secret, url, linkSeconds }: MediaKeys, set: KeySet): KeysReport => ({
  secret: secret.name,
  url,
  linkSeconds,
  keys: set.keys.map(({ id, removeAfter }) => ({
    id,
    state: id === set.current ? 'signs' : removeAfter === undefined ? 'new' : 'opens',
    ...(removeAfter !== undefined && { removeAfter }),
  })),
});

const WORDS: Readonly<Record<ShownKey['state'], string>> = {
  signs: 'signs links',
  opens: 'opens links that live',
  new: 'signs nothing yet: "rotate" goes on with it',
};

/** The report as lines of text. */
export function keysText({ secret, url, linkSeconds, keys }: KeysReport): string {
  const lines = keys.map(({ id, state, removeAfter }) => {
    const until = removeAfter === undefined ? '' : `; "rotate" removes it after ${removeAfter}`;
    return `${id}\t${WORDS[state]}${until}`;
  });
  return `${[...lines, `Secret ${secret}, ${url}, links live ${linkSeconds} s`].join('\n')}\n`;
}

/** Whether secret, store and edge agree: what a link must open, and that nothing else does. */
export async function keyChecks({ secret, store, edge, url }: MediaKeys, now: number): Promise<readonly Check[]> {
  const set = await secret.read();
  const [key] = set?.keys ?? [];
  if (!set || !key) return [{ name: 'secret', ok: false, text: `${secret.name} is not there: "rotate" makes it` }];
  const current = set.current ?? 'no key';
  return [
    { name: 'secret', ok: set.current !== undefined, text: `${current} signs links` },
    rotationCheck(set, now),
    ...(store
      ? await check('store', async () => {
          const ok = await store.has(set.keys);
          const text = ok ? 'has the keys of the secret' : 'has other keys than the secret: call "rotate"';
          return [{ name: 'store', ok, text }];
        })
      : []),
    ...(await Promise.all(set.keys.map(async (each) => linkCheck(each.id, 'opened', await edge.ask(each), url)))),
    linkCheck('no valid token', 'refused', await edge.askWithout(), url),
    linkCheck('expired token', 'refused', await edge.ask(key, { expired: true }), url),
    linkCheck('other title', 'refused', await edge.ask(key, { path: 'another-title/file' }), url),
    linkCheck('other key', 'refused', await edge.ask(FOREIGN), url),
  ];
}

function rotationCheck(set: KeySet, now: number): Check {
  const name = 'rotation';
  const pending = pendingKey(set);
  if (pending) return { name, ok: false, text: `${pending.id} signs nothing yet: call "rotate"` };
  const removal = removalTime(set);
  if (removal === undefined) return { name, ok: true, text: 'complete' };
  const time = new Date(removal).toISOString();
  return { name, ok: removal > now, text: `the former key is to be removed after ${time}: call "rotate" then` };
}

/** A key that was never any stage's. */
const FOREIGN: MediaKey = { id: 'other', secret: 'not-a-key-of-any-stage-whatsoever-0000000000' };

const WISHED = { opened: 'opens', refused: 'is refused' };
const WRONG = { opened: 'opens, and must not', refused: 'is refused, and must open' };

function linkCheck(name: string, wished: 'opened' | 'refused', verdict: Verdict, url: string): Check {
  if (verdict.is === 'unknown') return { name, ok: false, text: verdict.reason };
  const ok = verdict.is === wished;
  return { name, ok, text: `a link at ${url} ${ok ? WISHED[wished] : WRONG[verdict.is]}` };
}
