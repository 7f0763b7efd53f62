import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from '@jest/globals';
import { isGenerated, projectFiles, ROOT } from './support/project-files.ts';

/*
 * Who may import whom. A room is a folder with one subject; `may` lists the rooms and files that it may import beside
 * its own, `types` those of which it may import types only, and `never` the packages it must do without.
 * docs/architecture.md ("Rooms") describes the same in words.
 */
interface Rule {
  may: (string | RegExp)[];
  types?: string[];
  never?: RegExp;
}

/** The few files in `lambda/` itself: clock, deadline, bounded call, API error. */
const BASE = /^lambda\/[^/]+\.ts$/;
/** The Zod schemas of the functions' environments, from which `lib` takes the types of the variables. */
const ENVIRONMENT = 'lambda/wiring/environment.ts';
const EVENTS_AND_ZOD = /^(@middy|aws-lambda$|zod)/;
const CLOUD = /^(@middy|@aws|aws-)/;

const ROOMS: Record<string, Rule> = {
  contract: { may: ['contract/prefer.ts'], never: CLOUD },
  // The one function that ranks, and the wishes it ranks by: they run in pages too, so nothing may come with them.
  'contract/rank.ts': { may: ['contract/vocabulary.ts', 'contract/prefer.ts'], types: ['contract'], never: /./ },
  'contract/prefer.ts': { may: ['contract/vocabulary.ts'], types: ['contract'], never: /./ },
  lambda: { may: ['contract'], never: EVENTS_AND_ZOD },
  'lambda/stream': { may: ['contract', BASE], never: /^(@middy|@aws|aws-|node:(fs|net|http|https|child_process)|zod)/ },
  'lambda/outgoing': { may: [], never: /^(@middy|@aws|aws-|zod)/ },
  'lambda/manifests': { may: ['contract', 'lambda/stream', 'lambda/outgoing', BASE], never: /^(@middy|@aws|aws-|zod)/ },
  'lambda/providers': {
    may: ['contract', 'lambda/stream', 'lambda/manifests', 'lambda/outgoing', BASE],
    never: EVENTS_AND_ZOD,
  },
  'lambda/probes': { may: ['contract', 'lambda/manifests', 'lambda/outgoing', BASE], never: EVENTS_AND_ZOD },
  'lambda/health': { may: ['contract', 'lambda/stream', 'lambda/probes', BASE], never: EVENTS_AND_ZOD },
  'lambda/playback': { may: ['contract', 'lambda/stream', BASE], never: /^(@middy|@aws|aws-|zod)/ },
  'lambda/delivery': {
    may: ['contract', BASE],
    types: ['lambda/outgoing'],
    never: /^(@middy|@aws-sdk\/(?!cloudfront-signer)|aws-|zod)/,
  },
  'lambda/preferences': { may: ['contract', BASE], never: EVENTS_AND_ZOD },
  'lambda/usage': { may: ['contract', BASE], never: EVENTS_AND_ZOD },
  'lambda/cache': { may: ['contract', 'lambda/stream', BASE], never: EVENTS_AND_ZOD },
  'lambda/live': {
    may: ['contract', 'lambda/stream', 'lambda/cache', BASE],
    types: ['lambda/providers'],
    never: EVENTS_AND_ZOD,
  },
  'lambda/limits': { may: [BASE], never: EVENTS_AND_ZOD },
  'lambda/observability': {
    may: ['contract', 'lambda/stream', BASE],
    types: ['lambda/cache', 'lambda/limits', 'lambda/providers'],
    never: /^(@middy|zod)/,
  },
  'lambda/middleware': {
    may: ['contract', 'lambda/limits', 'lambda/observability', BASE],
    never: /^zod/,
  },
  'lambda/wiring': { may: ['contract', 'lambda/stream', ...behindTheWiring(), BASE] },
  'lambda/functions': {
    may: ['contract', 'lambda/stream', ...behindTheWiring(), 'lambda/wiring', BASE],
    never: /^zod/,
  },
  lib: { may: ['contract', ENVIRONMENT], never: /^(@middy|@aws-lambda-powertools)/ },
  bin: { may: ['lib', 'web/build.ts', 'web/security-headers.ts'] },
  client: { may: ['client/src'], types: ['contract'], never: CLOUD },
  'client/src': {
    may: [
      'contract/bounds.ts',
      'contract/rank.ts',
      'contract/prefer.ts',
      'contract/quality/quality-class.ts',
      'contract/usage.ts',
    ],
    types: ['contract'],
    never: /^(@aws|@middy|aws-|zod|node:)/,
  },
  web: { may: ['client'], types: ['contract'], never: CLOUD },
  commands: {
    may: [
      'contract',
      'lambda/stream',
      'lambda/manifests',
      'lambda/outgoing',
      'lambda/providers',
      'lambda/probes',
      'lambda/delivery',
      BASE,
    ],
    types: ['lambda/wiring', 'lambda/health'],
    never: /^(aws-cdk|constructs|esbuild)/,
  },
  local: { may: ['contract', 'lambda', 'lib', 'web', 'commands'] },
  samples: { may: [], never: CLOUD },
  // What integrators copy has the SDK as a package; the check of it runs the command that checks providers.
  examples: { may: [] },
  docs: { may: [] },
  tools: { may: ['contract', 'lambda', 'lib', 'bin', 'commands', 'local', 'bench'] },
  // Measures the running product, and starts it as the tests do.
  bench: { may: ['lambda', 'lib', 'test/support'] },
};

function behindTheWiring(): string[] {
  const rooms = [
    'providers',
    'manifests',
    'outgoing',
    'probes',
    'health',
    'preferences',
    'usage',
    'playback',
    'delivery',
    'cache',
    'live',
    'limits',
  ];
  return [...rooms, 'observability', 'middleware'].map((name) => `lambda/${name}`);
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'";]*?from\s*'([^']+)'|(?:import|require)\(\s*'([^']+)'\s*\)|(?:^|\n)\s*import\s*'([^']+)'/g;

interface Import {
  target: string;
  isType: boolean;
}

/** Every import of a file; of one of ours the target is a path from the root, of a package its name. */
function importsOf(file: string): Import[] {
  return [...readFileSync(join(ROOT, file), 'utf8').matchAll(IMPORT)].map(([, type, from, dynamic, bare]) => {
    const target = from ?? dynamic ?? bare ?? '';
    return { target: target.startsWith('.') ? normalize(join(dirname(file), target)) : target, isType: !!type };
  });
}

const inside = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);
const isSource = (path: string): boolean => /(?<!\.d)\.(tsx?|mjs|cjs)$/.test(path);

/** The innermost room that a file is in. */
const roomOf = (file: string): string | undefined =>
  Object.keys(ROOMS)
    .filter((room) => inside(file, room))
    .sort((one, other) => other.length - one.length)[0];

const FILES = projectFiles();
const CODE = FILES.filter((file) => isSource(file) && !inside(file, 'test'));
const IMPORTS = new Map(CODE.map((file) => [file, importsOf(file)]));
const isOurs = ({ target }: Import): boolean => inside(target, 'test') || roomOf(target) !== undefined;

test.each(Object.entries(ROOMS))('%s imports only what it may', (room, { may, types = [], never }) => {
  const places = (isType: boolean) => (isType ? [...may, ...types] : may);
  const mayImport = (path: string, isType: boolean): boolean =>
    roomOf(path) === room ||
    places(isType).some((place) => (typeof place === 'string' ? inside(path, place) : place.test(path)));
  const wrong = CODE.filter((file) => roomOf(file) === room).flatMap((file) =>
    IMPORTS.get(file)!
      .filter((one) => (isOurs(one) ? !mayImport(one.target, one.isType) : !one.isType && never?.test(one.target)))
      .map(({ target }) => `${file} → ${target}`),
  );
  expect(wrong).toEqual([]);
});

test('every source file is in a room', () => {
  expect(CODE.filter((file) => !roomOf(file) && file.includes('/'))).toEqual([]);
});

test('the functions load Zod at build time only', () => {
  const loadsZod = (file: string) => IMPORTS.get(file)!.some(({ target, isType }) => target === 'zod' && !isType);
  expect(CODE.filter((file) => inside(file, 'lambda') && loadsZod(file))).toEqual([ENVIRONMENT]);
});

/** A room of the graph: a folder of files, or a file by itself where its folder holds rooms as well. */
const withRooms = new Set(CODE.map((file) => dirname(dirname(file))));
const nodeOf = (file: string): string => (withRooms.has(dirname(file)) ? file : dirname(file));

/** The imports that lead from one room to another, of which each is in a circle. Type-only imports count. */
function circles(): string[] {
  const arrows = [...IMPORTS].flatMap(([file, imports]) =>
    imports
      .filter((one) => isOurs(one) && nodeOf(one.target) !== nodeOf(file))
      .map(({ target }) => ({ file, target, from: nodeOf(file), to: nodeOf(target) })),
  );
  const next = new Map<string, Set<string>>();
  for (const { from, to } of arrows) next.set(from, (next.get(from) ?? new Set()).add(to));
  const reached = (start: string): Set<string> => {
    const seen = new Set<string>();
    const open = [start];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      for (const to of next.get(node) ?? []) {
        if (seen.has(to)) continue;
        seen.add(to);
        open.push(to);
      }
    }
    return seen;
  };
  return arrows.filter(({ from, to }) => reached(to).has(from)).map(({ file, target }) => `${file} → ${target}`);
}

test('no rooms import each other in a circle', () => {
  expect(circles()).toEqual([]);
});

/** The most files that a folder may hold, so that a reader takes it in at a glance. */
const WIDEST = 18;

test(`no folder holds more than ${WIDEST} files of source`, () => {
  const widths = new Map<string, number>();
  for (const file of FILES) {
    if (isGenerated(file) || /^(docs|samples\/media)\//.test(file)) continue;
    widths.set(dirname(file), (widths.get(dirname(file)) ?? 0) + 1);
  }
  const widest = [...widths].sort(([, one], [, other]) => other - one);
  expect(widest.filter(([, width]) => width > WIDEST).map(([folder, width]) => `${folder}: ${width}`)).toEqual([]);
});
