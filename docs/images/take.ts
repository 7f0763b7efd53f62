import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

// `node docs/images/take.ts [URL]`: takes the README's pictures of the console, of a local stack that runs at URL
// (http://localhost:3000) and has been asked for some minutes. Needs a Chromium, and ffmpeg for 256 colours: a third of
// the size.

const [url = 'http://localhost:3000'] = process.argv.slice(2);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme });
    const take = async (name: string) => {
      await page.waitForTimeout(2000); // Pictures and plots load.
      const picture = join(import.meta.dirname, `${name}-${colorScheme}.png`);
      const taken = `${picture}.taken.png`;
      await page.screenshot({ path: taken });
      const reduce = 'split[a][b];[a]palettegen[p];[b][p]paletteuse=dither=none';
      execFileSync('ffmpeg', ['-loglevel', 'error', '-y', '-i', taken, '-vf', reduce, picture]);
      rmSync(taken);
    };

    await page.goto(`${url}/#watch/movie/10378`);
    await page.getByText(/^Showing/).waitFor();
    await page.getByLabel('Subtitles').selectOption({ label: 'English' });
    await page.getByLabel('Video').evaluate((video: object) => Object.assign(video, { currentTime: 5 }));
    await take('watch');

    await page.goto(`${url}/#operations`);
    await page.getByRole('table', { name: 'Requests' }).waitFor();
    await take('operations');
  }
} finally {
  await browser.close();
}
