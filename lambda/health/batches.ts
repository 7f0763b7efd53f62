/** A table on demand takes this many calls at a time without a thought, and so does the local one. */
const AT_ONCE = 32;

/** The results of calls for each item, some at a time, in order. What is not asked for any more is not begun. */
export async function* inBatches<T, R>(items: readonly T[], call: (item: T) => Promise<R>): AsyncGenerator<R> {
  for (let at = 0; at < items.length; at += AT_ONCE) {
    yield* await Promise.all(items.slice(at, at + AT_ONCE).map(call));
  }
}
