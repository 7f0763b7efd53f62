import { useEffect } from 'react';

/** Names the page in the browser's tab and history, and to a screen reader. Undefined leaves that to another. */
export function usePageName(name: string | undefined): void {
  useEffect(() => {
    if (name !== undefined) document.title = `${name} · Stream API`;
  }, [name]);
}
