import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { LocalStack } from '../../../local/stack.ts';
import { exchange } from '../../support/http-exchange.ts';
import { json, type ProviderService, startProviderService } from '../../support/provider-service.ts';
import { type StageVariants, serviceOnly, stageVariants } from '../../support/stage-variants.ts';
import { describeInChromium } from '../chromium.ts';
import { eventually } from '../eventually.ts';
import type { Fault } from './media-origin.ts';
import { playerStage, recordOf } from './player-page.ts';

/* The API's own playlist, of the local stack, whose first host of two begins to fail with 15 s in the buffer. */

const BUFFERED_S = 14;

/** Milliseconds for which the picture may not move. */
const STILL: readonly (readonly [fault: Fault, most: number])[] = [
  [403, 1_000],
  [404, 1_000],
  [503, 2_000],
  ['nothing', 2_000],
  ['trickle', 2_000],
];

describeInChromium('a title with a mirror', () => {
  const player = playerStage();
  let stage: StageVariants;
  let provider: ProviderService;
  let stack: LocalStack;

  beforeAll(async () => {
    provider = await startProviderService();
    for (const [index, [fault]] of STILL.entries()) {
      provider.on(String(index + 1), (response) => {
        const at = (host: string) => `${player.origin.url}/${host}/hls/master.m3u8`;
        const sources = [{ url: at(`first-${fault}`), type: 'hls', mirrors: [{ url: at(`mirror-${fault}`) }] }];
        json({ sources })(response, undefined as never);
      });
    }
    stage = await stageVariants();
    stack = await stage.start({
      environment: { PROVIDERS: serviceOnly(provider.url), TRUSTED_ORIGINS: JSON.stringify([player.origin.url]) },
    });
  });
  afterAll(async () => {
    await stage?.stop();
    await provider?.stop();
  });

  /** A page whose API is the stack. */
  async function open(title: number): Promise<Page> {
    const page = await player.open({ sources: [] });
    await page.route('**/api/stream/**', async (route) => {
      const { pathname, search } = new URL(route.request().url());
      const { status, headers, text } = await exchange(stack.port, pathname + search.replace('=550', `=${title}`));
      await route.fulfill({ status, contentType: headers['content-type'] ?? 'text/plain', body: text });
    });
    return page;
  }

  test('goes over to it when its host fails, and the picture hardly stops', async () => {
    const seen = await Promise.all(
      STILL.map(async ([fault, most], index) => {
        const page = await open(index + 1);
        await page.evaluate('begin()');
        await page.waitForFunction(`document.querySelector('video').currentTime > 1 && ahead() > ${BUFFERED_S}`);
        player.origin.faults.set(`first-${fault}`, fault);
        const record = await eventually(
          () => recordOf(page),
          ({ time, errors }) => time > 30 || errors.length > 0,
        );
        return { fault, most, record };
      }),
    );
    for (const { fault, record } of seen) {
      const by = record.sources.length === 1 ? 'its playlist' : 'another source';
      process.stderr.write(`${fault}: still for ${Math.round(record.stall)} ms, back by ${record.back.toFixed(2)} s, `);
      process.stderr.write(`by ${by}\n`);
    }
    for (const { fault, most, record } of seen) {
      expect([record.errors, record.stall < most, record.back < 0.5]).toEqual([[], true, true]);
      expect(player.origin.asked.some((path) => path.startsWith(`/mirror-${fault}/`))).toBe(true);
    }
  });
});
