import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';

const PLACES = [process.env.CHROMIUM_PATH ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser'];

export const CHROMIUM = PLACES.find((place) => place !== '' && existsSync(place));

/** No requests to other hosts, and nothing that depends on the machine's graphics. */
export const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A `describe` that is skipped, with a reason, where there is no Chromium. */
export function describeInChromium(name: string, tests: () => void): void {
  if (CHROMIUM) {
    describe(name, tests);
    return;
  }
  process.stderr.write(
    `Skipped: ${name}. There is no Chromium: install it (apt-get install chromium), or name it in CHROMIUM_PATH.\n`,
  );
  describe.skip(name, tests);
}
