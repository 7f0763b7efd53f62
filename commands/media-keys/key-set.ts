import { randomBytes } from 'node:crypto';

/** A key that signs links, and opens them at the edge. */
export interface MediaKey {
  readonly id: string;
  readonly secret: string;
  /** Of a key that signs no longer: when the last link that it signed has expired (ISO 8601). */
  readonly removeAfter?: string;
}

/** What the secret holds. Every key opens links, and the one of `current` signs them. */
export interface KeySet {
  /** Absent until the first key is known to work at the edge. */
  readonly current?: string;
  readonly keys: readonly MediaKey[];
  /** Seconds: the longest life of links that was seen since `current` signs. Settings may have lowered it since. */
  readonly linkSeconds?: number;
  /** The former keys are known to others, and the new one does not sign yet. */
  readonly leaked?: true;
}

/** Bytes of a new key, and the least characters with which the function at the edge takes one. */
const NEW_KEY_BYTES = 32;
const LEAST_CHARACTERS = 32;

/** @throws Error in one sentence when the text is not what this program writes */
export function parseKeySet(text: string): KeySet {
  let set: Partial<KeySet> | null;
  try {
    set = JSON.parse(text);
  } catch {
    set = null;
  }
  const isKey = ({ id, secret }: Partial<MediaKey>) =>
    typeof id === 'string' && typeof secret === 'string' && secret.length >= LEAST_CHARACTERS;
  const { current, keys } = set ?? {};
  if (!Array.isArray(keys) || !keys.every((each) => isKey(each ?? {}))) {
    throw new Error('The secret is not one of media keys, {"current", "keys": [{"id", "secret"}]}: name another');
  }
  if (current !== undefined && !keys.some(({ id }) => id === current)) {
    throw new Error(`The secret signs with ${current}, which is not among its keys`);
  }
  return set as KeySet;
}

/** The key that is there but does not sign yet. */
export const pendingKey = ({ current, keys }: KeySet): MediaKey | undefined =>
  keys.find(({ id, removeAfter }) => id !== current && removeAfter === undefined);

/** When the last of the keys that sign no longer is to be removed; undefined where there is none. */
export function removalTime({ keys }: KeySet): number | undefined {
  const times = keys.flatMap(({ removeAfter }) => (removeAfter === undefined ? [] : [Date.parse(removeAfter)]));
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Whether no rotation is under way. */
export const isSettled = (set: KeySet): boolean => !pendingKey(set) && removalTime(set) === undefined;

/** With a new key that does not sign yet. */
export function withNewKey(set: KeySet): KeySet {
  const numbers = set.keys.map(({ id }) => Number(/^k(\d+)$/.exec(id)?.[1] ?? 0));
  const key = { id: `k${Math.max(0, ...numbers) + 1}`, secret: randomBytes(NEW_KEY_BYTES).toString('base64url') };
  return { ...set, keys: [...set.keys, key] };
}

/** The same because keys are known to others: without those that did not sign yet, which may be as well. */
export function withNewKeyAlone(set: KeySet): KeySet {
  const pending = (key: MediaKey) => key.id !== set.current && key.removeAfter === undefined;
  const { keys, ...rest } = withNewKey(set);
  return { ...rest, leaked: true, keys: keys.filter((key) => !set.keys.includes(key) || !pending(key)) };
}

/** Links are signed with the key of this id from now on; the other keys are removed at that time. */
export function signingWith({ keys }: KeySet, id: string, removeAt: number, linkSeconds: number): KeySet {
  const removeAfter = new Date(removeAt).toISOString();
  return { current: id, linkSeconds, keys: keys.map((key) => (key.id === id ? key : { ...key, removeAfter })) };
}

/** Without the keys whose time has come. */
export function withoutRemoved(set: KeySet, now: number): KeySet {
  const isDue = ({ removeAfter }: MediaKey) => removeAfter !== undefined && Date.parse(removeAfter) <= now;
  return { ...set, keys: set.keys.filter((key) => !isDue(key)) };
}
