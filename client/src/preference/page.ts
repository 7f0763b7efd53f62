/** The window of a page; undefined on a server, and where a script has a window without events. */
export function page(): EventTarget | undefined {
  const { window } = globalThis as { window?: EventTarget };
  return typeof window?.addEventListener === 'function' ? window : undefined;
}
