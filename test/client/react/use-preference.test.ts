import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Window } from 'happy-dom';
import type { Root } from 'react-dom/client';
import { createStreamClient, type StreamClient } from '../../../client/src/index.ts';
import type { Preference } from '../../../client/src/react/use-preference.ts';
import { MemoryStorage } from '../memory-storage.ts';

const window = new Window();
let react: typeof import('react');
let flushSync: typeof import('react-dom').flushSync;
let createRoot: typeof import('react-dom/client').createRoot;
let renderToString: typeof import('react-dom/server').renderToString;
let usePreference: typeof import('../../../client/src/react/use-preference.ts').usePreference;
beforeAll(async () => {
  // React looks for a window when it is loaded.
  Object.assign(globalThis, { window, document: window.document });
  react = await import('react');
  ({ flushSync } = await import('react-dom'));
  ({ createRoot } = await import('react-dom/client'));
  ({ renderToString } = await import('react-dom/server'));
  ({ usePreference } = await import('../../../client/src/react/use-preference.ts'));
});
afterAll(() => window.happyDOM.close());

let storage: MemoryStorage;
let client: StreamClient;
let root: Root;
let shown: Preference[];
beforeEach(() => {
  storage = new MemoryStorage();
  client = createStreamClient({ storage });
  root = createRoot(window.document.createElement('div') as unknown as Parameters<typeof createRoot>[0]);
  shown = [];
});
afterEach(() => flushSync(() => root.unmount()));

function Menu() {
  shown.push(usePreference({ client }));
  return null;
}

function Text() {
  return react.createElement('b', null, `wish: ${usePreference({ client }).prefer}`);
}

/** Under StrictMode effects run, are undone, and run again. */
const show = () => flushSync(() => root.render(react.createElement(react.StrictMode, null, react.createElement(Menu))));
const latest = () => shown.at(-1)!;

test('a component shows the wish of the device, and what it writes is shown at once', () => {
  client.preference.write({ prefer: 'res:480' });
  show();
  expect(latest()).toMatchObject({ prefer: 'res:480', subtitleLanguages: [], dataSaver: false });
  flushSync(() => latest().write({ dataSaver: true }));
  expect(latest()).toMatchObject({ prefer: 'res:480', dataSaver: true });
  expect(createStreamClient({ storage }).preference.read()).toMatchObject({ prefer: 'res:480', dataSaver: true });
  flushSync(() => latest().clear());
  expect(latest()).toMatchObject({ prefer: '', dataSaver: false });
  expect(storage.length).toBe(0);
});

test('it renders again when another part of the page, or another tab, changes the wish, and only then', () => {
  show();
  const renders = shown.length;
  flushSync(() => client.preference.write({ prefer: '' }));
  expect(shown.length).toBe(renders);
  flushSync(() => client.preference.write({ prefer: 'res:720' }));
  expect(latest().prefer).toBe('res:720');
  // The other tab has a client of its own over the same storage.
  createStreamClient({ storage }).preference.write({ prefer: 'res:1080' });
  flushSync(() => window.dispatchEvent(new window.Event('storage')));
  expect(latest().prefer).toBe('res:1080');
});

test('a component that is removed does not listen any more', () => {
  show();
  flushSync(() => root.render(null));
  const renders = shown.length;
  flushSync(() => client.preference.write({ prefer: 'res:720' }));
  expect(shown.length).toBe(renders);
});

test('a server renders no wish, for any client', () => {
  client.preference.write({ prefer: 'res:720' });
  expect(renderToString(react.createElement(Text))).toBe('<b>wish: </b>');
});
