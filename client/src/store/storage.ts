/** Where answers are kept: `localStorage`, or anything of its form. */
export interface StreamStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/**
 * The page's localStorage; undefined on a server, and where the browser forbids it (even looking at it throws there).
 * Node has a `localStorage` too, but one file for all users: only a page's own counts.
 */
export function pageStorage(): StreamStorage | undefined {
  try {
    return (globalThis as { window?: { localStorage?: StreamStorage } }).window?.localStorage ?? undefined;
  } catch {
    return undefined;
  }
}
