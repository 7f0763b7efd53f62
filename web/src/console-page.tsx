import { type ReactNode, useEffect, useRef } from 'react';
import { OperationsTab } from './operations/operations-tab.tsx';
import { ReferenceTab } from './reference/reference-tab.tsx';
import { usePageName } from './shell/page-name.ts';
import { routeOf, TABS, type Tab, useFragment } from './shell/route.ts';
import { useOnline } from './shell/use-online.ts';
import { TryTab } from './try/try-tab.tsx';
import { WatchTab } from './watch/watch-tab.tsx';

const NAMES: Record<Tab, string> = {
  watch: 'Watch',
  try: 'Try',
  operations: 'Operations',
  reference: 'API reference',
};

/** The page: its header, and the tab of the address's fragment. */
export function ConsolePage() {
  const { tab, title, problem } = routeOf(useFragment());
  const online = useOnline();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(tab);

  // The Watch tab names the page after its title.
  usePageName(title ? undefined : NAMES[tab]);

  useEffect(() => {
    // Keyboard and screen reader users continue at the beginning of the new tab. The first render moves no focus.
    if (shown.current !== tab) main.current?.focus();
    shown.current = tab;
  }, [tab]);

  const tabs: Record<Tab, ReactNode> = {
    watch: <WatchTab title={title} problem={problem} />,
    try: <TryTab />,
    operations: <OperationsTab />,
    reference: <ReferenceTab />,
  };
  return (
    <>
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <header className="top">
        <p className="brand">
          <img src="assets/mark.svg" alt="" width="28" height="28" />
          Stream API
        </p>
        <nav aria-label="Tabs">
          <ul>
            {TABS.map((each) => (
              <li key={each}>
                <a href={`#${each}`} aria-current={each === tab ? 'page' : undefined}>
                  {NAMES[each]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <p className="offline" role="status">
        {online ? '' : 'You are offline. Titles stored on this device can still be shown.'}
      </p>
      <main ref={main} tabIndex={-1} className="content">
        {tabs[tab]}
      </main>
    </>
  );
}
