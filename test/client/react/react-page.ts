import { Window } from 'happy-dom';
import type { Root } from 'react-dom/client';

/** React with a document to render into. */
export interface ReactPage {
  readonly react: typeof import('react');
  readonly flushSync: typeof import('react-dom').flushSync;
  newRoot(): Root;
  close(): Promise<void>;
}

/** Import what uses React after it: React looks for a window when it is loaded. */
export async function startReactPage(): Promise<ReactPage> {
  const window = new Window();
  Object.assign(globalThis, { window, document: window.document });
  const react = await import('react');
  const { flushSync } = await import('react-dom');
  const { createRoot } = await import('react-dom/client');
  return {
    react,
    flushSync,
    newRoot: () => createRoot(window.document.createElement('div') as unknown as Parameters<typeof createRoot>[0]),
    close: () => window.happyDOM.close(),
  };
}
