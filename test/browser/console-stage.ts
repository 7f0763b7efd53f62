import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { LocalOptions } from '../../local/options.ts';
import type { LocalStack } from '../../local/stack.ts';
import { startLocalStack } from '../support/local-stack.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from './chromium.ts';
import { PATIENCE_MS } from './eventually.ts';

/** The local stack with its console page, and a browser. */
export interface ConsoleStage {
  readonly stack: LocalStack;
  /**
   * Opens a page in its own browser context, in which nothing is stored. After the test, it must have logged no error
   * and sent no request to any host but the stack.
   *
   * @param fragment `#watch/movie/550`
   */
  open(fragment: string, options?: BrowserContextOptions): Promise<Page>;
}

/** What a browser logs for an error status, of a WebSocket too, or without a network. Tests provoke all of them. */
const PROVOKED =
  /^Failed to load resource: (the server responded with a status of [45]\d\d|net::ERR_INTERNET_DISCONNECTED)|^WebSocket connection to .* Unexpected response code: 429$/;

/** Starts one stage for all tests of a file. */
export function consoleStage(options: () => Partial<LocalOptions> = () => ({})): ConsoleStage {
  let stack: LocalStack;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  const wrong: string[] = [];

  beforeAll(async () => {
    stack = await startLocalStack(options(), { console: true });
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: CHROMIUM_FLAGS });
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    expect(wrong.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  return {
    get stack() {
      return stack;
    },
    open: async (fragment, contextOptions = {}) => {
      const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...contextOptions });
      context.setDefaultTimeout(PATIENCE_MS);
      contexts.push(context);
      context.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        if (/^https?:$/.test(protocol) && origin !== stack.url) wrong.push(`asked ${request.url()}`);
      });
      const page = await context.newPage();
      page.on('pageerror', (error) => wrong.push(`threw ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error' && !PROVOKED.test(message.text())) wrong.push(`logged ${message.text()}`);
      });
      await page.goto(`${stack.url}/${fragment}`);
      return page;
    },
  };
}
