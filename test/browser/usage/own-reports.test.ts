import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { UsageAnswer } from '../../../contract/local/usage.ts';
import type { UsageRow } from '../../../contract/usage.ts';
import { ROOT } from '../../support/project-files.ts';
import { describeInChromium } from '../chromium.ts';
import { eventually } from '../eventually.ts';
import { type Seen, usageStage } from './usage-stage.ts';

/** The example of the documentation, as it is written there. */
async function exampleOf(player: string): Promise<string> {
  const document = await readFile(join(ROOT, 'docs/usage.md'), 'utf8');
  const examples = [...document.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code!);
  return examples.find((code) => code.startsWith(`// ${player}`))!;
}

describeInChromium('Shaka by its own reports', () => {
  const stage = usageStage();

  test('is counted by the example of the documentation, until its tab is closed', async () => {
    const page = await stage.open();
    await page.evaluate(`playByItsOwnReports('550', ${JSON.stringify(await exampleOf('Shaka'))})`);
    await page.waitForFunction('seen().time > 25');
    await page.close({ runBeforeUnload: true });
    const [seen] = (await eventually(
      async () => stage.left,
      ({ length }) => length > 0,
    )) as [Seen];
    const [row] = (await eventually(
      async () => {
        const response = await fetch(`${stage.stack.url}/local/usage?by=hour`);
        return ((await response.json()) as UsageAnswer).rows ?? [];
      },
      ({ length }) => length > 0,
      20_000,
    )) as [UsageRow];
    process.stderr.write(`Shaka by its own reports: saw ${JSON.stringify(seen)}, counted ${JSON.stringify(row)}\n`);
    expect(row).toMatchObject({ sessions: 1, errors: 0 });
    // It plays and stalls alike by these reports.
    const seenMs = seen.playedMs + seen.stallMs;
    expect(Math.abs(row.playedSeconds * 1000 - seenMs)).toBeLessThan(0.15 * seenMs);
    expect(Math.abs(row.startupMsP50! - seen.startMs!)).toBeLessThan(100);
    const { api, asked } = stage;
    expect(api.reports.map(({ method, cookie }) => [method, cookie])).toEqual(
      api.reports.map(() => ['POST', undefined]),
    );
    expect(asked.filter((url) => url.includes('CMCD'))).toEqual([]);
  });
});
