import { type Stats, unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** How often the file is looked at. Its name, not its inode: many editors write a new file and rename it. */
const INTERVAL_MS = 200;

/** An editor may still be writing: the file is read when it has not changed for this long. */
const SETTLED_MS = 150;

/** Some editors empty or remove the file before they write it. */
const EMPTY_SETTLED_MS = 1_000;

export interface FileWatchOptions {
  /** Gets the whole text after each change; undefined while there is no file. The next change waits for it. */
  readonly onText: (text: string | undefined) => Promise<void>;
}

/**
 * Watches one file by its name, through renames, removals and half-written saves.
 *
 * @returns a function that ends it, and resolves when the last change has been dealt with
 */
export function watchText(file: string, { onText }: FileWatchOptions): () => Promise<void> {
  const ended = new AbortController();
  let changes = 0;
  let running: Promise<void> | undefined;

  async function settle(): Promise<void> {
    let seen: number;
    do {
      seen = changes;
      const text = await settledText();
      if (ended.signal.aborted) return;
      if (seen === changes) await onText(text);
    } while (seen !== changes);
  }

  async function settledText(): Promise<string | undefined> {
    await delay(SETTLED_MS, undefined, { signal: ended.signal }).catch(() => undefined);
    const text = await textOf(file);
    if (text !== undefined && text.trim() !== '') return text;
    await delay(EMPTY_SETTLED_MS, undefined, { signal: ended.signal }).catch(() => undefined);
    return textOf(file);
  }

  const listener = (now: Stats, before: Stats) => {
    if (now.mtimeMs === before.mtimeMs && now.ctimeMs === before.ctimeMs && now.size === before.size) return;
    changes += 1;
    running ??= settle().finally(() => {
      running = undefined;
    });
  };
  watchFile(file, { interval: INTERVAL_MS }, listener);
  return async () => {
    unwatchFile(file, listener);
    ended.abort();
    await running;
  };
}

/** Undefined where there is no such file, or not one that can be read. */
const textOf = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined);
