import { heard } from '../heard.ts';
import { type DeviceClass, deviceClassOf } from './device-class.ts';
import type { DeviceMemory } from './device-memory.ts';
import { page } from './page.ts';
import { isNoWish, NO_PREFERENCE, preferenceIn, type ViewerPreference } from './viewer-preference.ts';

/** The wish of this device's viewer, which `playTitle` and the hooks follow. */
export interface ClientPreference {
  /** Each class of device has its own wish. */
  readonly deviceClass: DeviceClass;
  /** The same object until something changes. */
  read(): ViewerPreference;
  /** Changes a part of it, and sends it to the API where the client has a token. */
  write(change: Partial<ViewerPreference>): void;
  /** Removes it from the device, and from the API where the client has a token. */
  clear(): void;
  /** @returns what ends it */
  subscribe(listener: () => void): () => void;
}

/** The same for the SDK's own parts. */
export interface DevicePreference extends ClientPreference {
  /** Whether the viewer has changed it since the API last had it. */
  isUnsent(): boolean;
  /** Stores it without sending it. */
  keep(preference: ViewerPreference, unsent: boolean): void;
  /** Called at each change that is for the API. */
  onChange?: () => void;
}

/** @param isShared whether it is kept across devices: then what is removed here is removed there, too */
export function createPreference(memory: DeviceMemory, isShared: boolean): DevicePreference {
  const deviceClass = deviceClassOf();
  const name = `preference:${deviceClass}`;
  const listeners = new Set<() => void>();
  let text = '';
  let current = NO_PREFERENCE;

  const stored = () => memory.read(name) as (ViewerPreference & { unsent?: boolean }) | undefined;
  function read(): ViewerPreference {
    const preference = preferenceIn(stored());
    const nextText = JSON.stringify(preference);
    if (nextText !== text) [text, current] = [nextText, preference];
    return current;
  }
  function keep(preference: ViewerPreference, unsent: boolean): void {
    memory.write(name, unsent ? { ...preference, unsent } : isNoWish(preference) ? undefined : preference);
    for (const listener of [...listeners]) heard(listener);
  }

  const preference: DevicePreference = {
    deviceClass,
    read,
    write: (change) => {
      keep(preferenceIn({ ...read(), ...change }), true);
      preference.onChange?.();
    },
    clear: () => {
      keep(NO_PREFERENCE, isShared);
      preference.onChange?.();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      // Another tab of the site writes to the same storage (HTML standard, "the storage event").
      page()?.addEventListener('storage', listener);
      return () => {
        listeners.delete(listener);
        page()?.removeEventListener('storage', listener);
      };
    },
    isUnsent: () => stored()?.unsent === true,
    keep,
  };
  return preference;
}
