import type { ReactNode } from 'react';

/** A scrollable region with a name, which the keyboard can reach. */
export function ScrollRegion({ name, children }: { name: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it, it cannot be scrolled by keyboard
    <section className="scroll-region" aria-label={name} tabIndex={0}>
      {children}
    </section>
  );
}
