import type { EdgeProbe } from './edge-probe.ts';
import type { KeySecret } from './key-secret.ts';
import {
  isSettled,
  type KeySet,
  type MediaKey,
  pendingKey,
  removalTime,
  signingWith,
  withNewKey,
  withNewKeyAlone,
  withoutRemoved,
} from './key-set.ts';
import type { KeyStore } from './key-store.ts';

/** Where the keys of one stage are, and how long the links live that they sign. */
export interface MediaKeys {
  readonly secret: KeySecret;
  /** Undefined on a local stack, whose media read the secret itself. */
  readonly store: KeyStore | undefined;
  readonly edge: EdgeProbe;
  /** Where links lead. */
  readonly url: string;
  readonly linkSeconds: number;
}

export interface RotationOptions {
  /** Stays until the former key is removed, instead of leaving that to another call. */
  readonly wait: boolean;
  /** The former key is known to others: it is removed as soon as nobody signs with it, and its links stop. */
  readonly leaked: boolean;
}

export interface RotationTime {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Signers read the secret every five minutes; the rest is for clocks that differ, and requests under way. */
const SIGNERS_MS = 6 * 60_000;
/** After the life of the last link. */
const MARGIN_MS = 10 * 60_000;
const PROBE_EVERY_MS = 2000;
/** One location asked several times in a row, then a while for the others. */
const PROBES_IN_A_ROW = 3;
const SPREAD_MS = 30_000;
const GIVE_UP_MS = 10 * 60_000;

/**
 * Begins a rotation, or goes on with the one that is under way: a new key in secret and store, signatures with it once
 * the edge takes it, and the former key's removal once its links have expired. Every step is written before the next,
 * so it may be interrupted anywhere and called again.
 *
 * @returns the keys at its end, among them the former one where its time has not come
 * @throws Error in one sentence when the edge does not take the new key within ten minutes
 */
export async function rotate(
  { secret, store, edge, url, linkSeconds }: MediaKeys,
  { wait, leaked }: RotationOptions,
  time: RotationTime,
  report: (line: string) => void,
): Promise<KeySet> {
  const found: KeySet = (await secret.read()) ?? { keys: [] };
  const life = Math.max(linkSeconds, found.linkSeconds ?? 0);
  let set: KeySet = { ...found, linkSeconds: life };
  const write = async (next: KeySet) => {
    set = next;
    await secret.write(set);
  };

  // Whichever of the keys is known to others, none of them may stay: not even one that does not sign yet.
  if (leaked || isSettled(set)) {
    await write(leaked ? withNewKeyAlone(set) : withNewKey(set));
    report(`${pendingKey(set)!.id}: made, in the secret ${secret.name}`);
  } else report('Going on with the rotation that is under way');
  await store?.write(withoutRemoved(set, time.now()).keys);

  const isLeaked = leaked || set.leaked === true;
  const pending = pendingKey(set);
  if (pending) {
    report(`${pending.id}: waiting until ${url} takes it`);
    await untilTaken(pending, { edge, url, current: set.current }, time);
    if (store) await time.sleep(SPREAD_MS);
    const removeAt = time.now() + (isLeaked ? SIGNERS_MS : life * 1000 + MARGIN_MS);
    await write(signingWith(set, pending.id, removeAt, linkSeconds));
    report(`${pending.id}: signs links from now on (within five minutes everywhere)`);
  }

  const removal = removalTime(set);
  if (removal === undefined) return set;
  const names = formerKeys(set);
  const left = removal - time.now();
  if (left > 0) {
    report(`${names}: still opens links that live, until ${new Date(removal).toISOString()}`);
    if (!wait && !isLeaked) {
      report('Call this again after that, and it is removed');
      return set;
    }
    await time.sleep(left);
    // Hours may have passed, and another call may have finished.
    set = (await secret.read()) ?? set;
  }
  const kept = withoutRemoved(set, time.now());
  await store?.write(kept.keys);
  await write(kept);
  report(`${names}: removed. The rotation is complete`);
  return set;
}

const formerKeys = ({ keys }: KeySet): string =>
  keys.flatMap(({ id, removeAfter }) => (removeAfter === undefined ? [] : [id])).join(', ');

async function untilTaken(
  key: MediaKey,
  { edge, url, current }: { readonly edge: EdgeProbe; readonly url: string; readonly current: string | undefined },
  time: RotationTime,
): Promise<void> {
  const end = time.now() + GIVE_UP_MS;
  for (let inARow = 0; ; ) {
    const reason = await refusal(key, edge, url);
    inARow = reason === undefined ? inARow + 1 : 0;
    if (inARow === PROBES_IN_A_ROW) return;
    if (reason !== undefined && time.now() > end) {
      const meanwhile = current === undefined ? 'No links are signed yet' : `${current} signs links as before`;
      throw new Error(`${key.id} does not work after ten minutes: ${reason}. ${meanwhile}; call this again to go on`);
    }
    await time.sleep(PROBE_EVERY_MS);
  }
}

/** Why links of a key cannot be given out yet; undefined where it opens its links, and others do not open. */
async function refusal(key: MediaKey, edge: EdgeProbe, url: string): Promise<string | undefined> {
  const [own, none] = await Promise.all([edge.ask(key), edge.askWithout()]);
  for (const verdict of [own, none]) if (verdict.is === 'unknown') return verdict.reason;
  if (own.is === 'refused') return `${url} refuses links of it`;
  return none.is === 'refused' ? undefined : `${url} opens what is no link: does its domain lead to the media edge?`;
}
