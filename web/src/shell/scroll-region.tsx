import type { ReactNode } from 'react';

/** Something that scrolls in itself, named and within the keyboard's reach. */
export function ScrollRegion({ name, children }: { name: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it nobody scrolls it by keyboard
    <section className="scroll-region" aria-label={name} tabIndex={0}>
      {children}
    </section>
  );
}
