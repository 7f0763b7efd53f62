import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

/*
 * Who may import whom. A room is a folder; `may` lists the rooms (or files) its code may import, itself excepted.
 * What is not a relative import is a package: some rooms do without certain ones.
 */
const ROOMS: Record<string, { may: string[]; types?: string[]; never?: RegExp }> = {
  contract: { may: [], never: /^(@middy|@aws|aws-)/ },
  'lambda/stream': { may: ['contract'], never: /^(@middy|@aws|aws-|node:(fs|net|http|https|child_process)|zod)/ },
  'lambda/cache': {
    may: [
      'contract',
      'lambda/stream',
      'lambda/bounded-call.ts',
      'lambda/clock.ts',
      'lambda/deadline.ts',
      'lambda/observability',
    ],
    never: /^(@middy|aws-lambda$|zod)/,
  },
  'lambda/limits': {
    may: [
      'contract',
      'lambda/stream',
      'lambda/bounded-call.ts',
      'lambda/clock.ts',
      'lambda/deadline.ts',
      'lambda/observability',
    ],
    never: /^(@middy|aws-lambda$|zod)/,
  },
  'lambda/extractors': {
    may: [
      'contract',
      'lambda/stream',
      'lambda/bounded-call.ts',
      'lambda/clock.ts',
      'lambda/deadline.ts',
      'lambda/observability',
    ],
    never: /^(@middy|aws-lambda$|zod)/,
  },
  'lambda/observability': {
    may: ['contract', 'lambda/stream', 'lambda/cache', 'lambda/limits'],
    never: /^(@middy|zod)/,
  },
  'lambda/middleware': {
    may: [
      'contract',
      'lambda/api-error.ts',
      'lambda/clock.ts',
      'lambda/cache',
      'lambda/limits',
      'lambda/observability',
      'lambda/stream',
    ],
    never: /^zod/,
  },
  'lambda/functions': { may: ['contract', 'lambda'] },
  lib: { may: ['contract', 'lambda/functions/environment.ts'] },
  bin: { may: ['lib', 'web/build.ts', 'web/security-headers.ts'] },
  client: { may: [], types: ['contract'], never: /^(@aws|@middy|aws-|zod|node:)/ },
  web: { may: ['client'] },
};

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const IMPORT = /(?:^|\n)\s*(import|export)\s+(type\s)?[^'";]*?from\s*'([^']+)'|(?:import|require)\(\s*'([^']+)'\s*\)/g;

const inside = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

function filesOf(room: string): string[] {
  let names: string[];
  try {
    names = readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  return names
    .filter((name) => /\.tsx?$/.test(name) && !/(^|\/)(dist|node_modules)\//.test(name))
    .map((name) => join(room, name));
}

function* importsOf(file: string): Generator<{ target: string; typeOnly: boolean }> {
  for (const [, , type, from, dynamic] of readFileSync(join(ROOT, file), 'utf8').matchAll(IMPORT)) {
    yield { target: from ?? dynamic ?? '', typeOnly: type !== undefined };
  }
}

test.each(Object.entries(ROOMS))('%s imports only what it may', (room, { may, types = [], never }) => {
  const wrong: string[] = [];
  for (const file of filesOf(room)) {
    for (const { target, typeOnly } of importsOf(file)) {
      if (!target.startsWith('.')) {
        if (never?.test(target) && !(typeOnly && room === 'lambda/functions')) wrong.push(`${file} → ${target}`);
        continue;
      }
      const path = relative(ROOT, resolve(ROOT, dirname(file), target));
      const allowed = [room, ...may, ...(typeOnly ? types : [])];
      if (!allowed.some((place) => inside(path, place))) wrong.push(`${file} → ${path}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('nothing imports local/ or tools/', () => {
  const rooms = ['contract', 'lambda', 'lib', 'bin', 'client', 'web'];
  const wrong = rooms.flatMap(filesOf).flatMap((file) =>
    [...importsOf(file)]
      .map(({ target }) => relative(ROOT, resolve(ROOT, dirname(file), target)))
      .filter((path) => inside(path, 'local') || inside(path, 'tools'))
      .map((path) => `${file} → ${path}`),
  );
  expect(wrong).toEqual([]);
});

test('the functions load Zod at build time only', () => {
  const wrong = filesOf('lambda').filter(
    (file) =>
      file !== 'lambda/functions/environment.ts' &&
      [...importsOf(file)].some(({ target, typeOnly }) => target === 'zod' && !typeOnly),
  );
  expect(wrong).toEqual([]);
});
