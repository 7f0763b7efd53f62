import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { fallbackVariable } from '../../../lib/functions/fallback.ts';
import { loadStageSettings } from '../../../lib/stage/load-stage.ts';
import type { LocalStack } from '../../../local/stack.ts';
import { json, type ProviderService, startProviderService } from '../../support/provider-service.ts';
import { type StageVariants, stageVariants } from '../../support/stage-variants.ts';

/*
 * Several providers on the running stack: real containers and the deployed bundles. The clock is real, so what is
 * checked is who was asked, who won and what is stored.
 */

interface Source {
  url: string;
  quality: string;
  provider?: string;
}

let providers: ProviderService[];
let stage: StageVariants;

beforeAll(async () => {
  providers = await Promise.all([startProviderService(), startProviderService(), startProviderService()]);
  stage = await stageVariants();
});
afterAll(async () => {
  await stage.stop();
  await Promise.all(providers.map((provider) => provider.stop()));
});

function start(fallback: object, environment: Record<string, string> = {}): Promise<LocalStack> {
  const settings = loadStageSettings('dev', { fallback });
  return stage.start({
    environment: {
      PROVIDERS: JSON.stringify([
        { type: 'http', name: 'one', url: providers[0]!.url },
        { type: 'http', name: 'two', url: providers[1]!.url, label: 'Second shelf' },
        { type: 'http', name: 'three', url: providers[2]!.url },
      ]),
      FALLBACK: fallbackVariable(settings, { isInBackground: true }),
      ...environment,
    },
    extractEnvironment: { FALLBACK: fallbackVariable(settings, {}) },
  });
}

async function get(stack: LocalStack, tmdbId: string) {
  const response = await fetch(`${stack.url}/api/stream/extract?tmdbId=${tmdbId}&mediaType=movie`);
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into any body
  return { response, sources: ((await response.json()) as any).data?.sources as Source[] | undefined };
}
const film = (name: string, quality: string) => ({ sources: [{ url: `https://media.example/${name}.mp4`, quality }] });
const calls = (id: string) => providers.map((provider) => provider.calls(id));
const lastRequest = (stack: LocalStack) => stack.logs().findLast(({ message }) => message === 'request');

test('a silent provider is overtaken by the next, and its connection is closed', async () => {
  const stack = await start({ strategy: 'hedge', hedgeAfterMs: 300 });
  const closed = Promise.withResolvers<void>();
  providers[0]!.on('1', (response) => response.on('close', () => closed.resolve()));
  providers[1]!.on('1', json(film('two', '720p')));
  const { sources } = await get(stack, '1');
  expect(sources).toMatchObject([{ url: 'https://media.example/two.mp4', provider: 'Second shelf' }]);
  await closed.promise;
  expect(calls('1')).toEqual([1, 1, 0]);
  expect(lastRequest(stack)).toMatchObject({
    extractions: [
      { provider: 'two', outcome: 'found', extraCalls: 1 },
      { provider: 'one', outcome: 'overtaken' },
    ],
  });
  const metrics = stack.logs().filter((record) => 'ExtraCalls' in record);
  expect(metrics).toMatchObject([{ ExtraCalls: 1, ExtraCallsWon: 1 }]);
});

test('the sources of all are in the answer, each once, labelled and ranked', async () => {
  const stack = await start({ strategy: 'merge', enough: '720p', mergeWithinMs: 5_000 });
  providers[0]!.on('2', json({ sources: [...film('one', '360p').sources, ...film('both', '480p').sources] }));
  providers[1]!.on('2', json(film('two', '1080p')));
  providers[2]!.on('2', json({ sources: [...film('both', '480p').sources, ...film('three', '720p').sources] }));
  const { response, sources } = await get(stack, '2');
  expect(sources?.map(({ url, provider }) => [/(\w+)\.mp4/.exec(url)![1], provider])).toEqual([
    ['two', 'Second shelf'],
    ['three', 'three'],
    ['both', 'one'],
    ['one', 'one'],
  ]);
  expect(response.headers.get('cache-control')).toContain('max-age=1800');
  expect(calls('2')).toEqual([1, 1, 1]);
});

test('what went out before all had answered is refreshed with the sources of all', async () => {
  const stack = await start({ strategy: 'merge', mergeWithinMs: 100 }, { FRESH_SECONDS: '1', STALE_SECONDS: '60' });
  const released = Promise.withResolvers<void>();
  providers[0]!.on('3', json(film('one', '360p')));
  providers[1]!.on(
    '3',
    (response, request) => void released.promise.then(() => json(film('two', '1080p'))(response, request)),
  );
  expect((await get(stack, '3')).sources?.map(({ provider }) => provider)).toEqual(['one']);
  let sources: Source[] | undefined;
  // The refresh waits for the second provider, however long it takes; meanwhile the first answer is served.
  for (let time = 0; time < 1_000 && sources?.length !== 2; time += 1) {
    ({ sources } = await get(stack, '3'));
    if (providers[1]!.calls('3') === 2) released.resolve();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(sources?.map(({ provider }) => provider)).toEqual(['Second shelf', 'one']);
});

test('an answer that lacks a provider is fresh for one minute only', async () => {
  const stack = await start({ strategy: 'merge', mergeWithinMs: 100 });
  providers[0]!.on('4', json(film('one', '360p')));
  providers[1]!.on('4', () => undefined);
  const { response } = await get(stack, '4');
  expect(response.headers.get('cache-control')).toMatch(/max-age=60, stale-while-revalidate=\d{4}/);
});
