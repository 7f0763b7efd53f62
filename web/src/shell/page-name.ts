import { useEffect } from 'react';

/** Sets the page's name in the browser's tab and history, and for screen readers. Undefined changes nothing. */
export function usePageName(name: string | undefined): void {
  useEffect(() => {
    if (name !== undefined) document.title = `${name} · Stream API`;
  }, [name]);
}
