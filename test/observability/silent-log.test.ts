import { expect, test } from '@jest/globals';

// The logger reads its level as it is made: each level has to be there before the modules are.
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
const { countsOf, failing, observedHandler } = await import('./observed-handler.ts');

test('a silent log silences no metric', async () => {
  const observed = observedHandler();
  const lines = [
    ...(await observed.ask()).lines,
    ...(await observed.ask()).lines,
    ...(await observed.ask({}, failing('unavailable'))).lines,
  ];
  expect(lines.filter((line) => 'message' in line)).toEqual([]);
  expect(countsOf(lines)).toEqual({
    Requests: 3,
    ColdStarts: 1,
    CacheMemoryHits: 2,
    CachedResponseTime: 2,
    CacheMisses: 1,
    UnavailableErrors: 1,
  });
});
