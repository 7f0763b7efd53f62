import type { StreamStorage } from '../store/storage.ts';

/** What the SDK remembers of the viewer, beside the stored answers, whose sweep does not touch it. */
const PREFIX = '@stream-api/viewer:1:';

/** Small values by name, kept on the device. It never throws: a storage that fails keeps them for the page only. */
export interface DeviceMemory {
  /** @returns undefined where there is none, or it is not JSON */
  read(name: string): unknown;
  /** Undefined removes it. */
  write(name: string, value: unknown): void;
}

export function createDeviceMemory(storage: StreamStorage | null | undefined): DeviceMemory {
  const inPage = new Map<string, string>();
  return {
    read: (name) => {
      try {
        return JSON.parse(inPage.get(name) ?? storage?.getItem(PREFIX + name) ?? 'null') ?? undefined;
      } catch {
        return undefined;
      }
    },
    write: (name, value) => {
      inPage.delete(name);
      try {
        if (value === undefined) return storage?.removeItem(PREFIX + name);
        if (storage) return storage.setItem(PREFIX + name, JSON.stringify(value));
      } catch {
        // Full or forbidden: it lasts as long as the page.
      }
      inPage.set(name, JSON.stringify(value));
    },
  };
}
