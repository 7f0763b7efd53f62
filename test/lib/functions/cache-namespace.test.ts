import { expect, test } from '@jest/globals';
import { cacheNamespace } from '../../../lib/functions/cache-namespace.ts';
import { loadStageSettings, type StageOverrides } from '../../../lib/stage/load-stage.ts';

const catalogue = { type: 'catalogue', name: 'catalogue' } as const;
const own = { type: 'http', name: 'own', url: 'https://provider.example/extract' } as const;
const namespaceWith = (overrides: StageOverrides) => cacheNamespace(loadStageSettings('dev', overrides));

test('a set-up keeps its cache namespace whatever else of the stage changes', () => {
  expect(namespaceWith({ lifetimes: { freshSeconds: 5 }, functionMemoryMiB: 512 })).toBe(namespaceWith({}));
});

test('every change of what an extraction asks, or in which order, starts a new cache', () => {
  const namespaces = [
    namespaceWith({ providers: [catalogue] }),
    namespaceWith({ providers: [own, catalogue] }),
    namespaceWith({ providers: [catalogue, own] }),
    namespaceWith({ providers: [{ ...own, url: 'https://provider.example/v2' }, catalogue] }),
    namespaceWith({ trustedOrigins: ['http://127.0.0.1:3000'] }),
    namespaceWith({ trustedOrigins: ['http://127.0.0.1:3001'] }),
  ];
  expect(new Set(namespaces).size).toBe(namespaces.length);
});
