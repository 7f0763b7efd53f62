import type { StreamRequest } from '@stream-api/client';
import { useEffect, useRef } from 'react';
import { targetOf } from '../api/stream-client.ts';
import { usePageName } from '../shell/page-name.ts';
import { TitleForm } from './title-form.tsx';
import { TitleShelf } from './title-shelf.tsx';
import { TitleView } from './title-view.tsx';
import { nameOf, useCatalogue } from './use-catalogue.ts';
import './watch.css';

/** Choose a title, play it, and see the API's answer. */
export function WatchTab({ title }: { title: StreamRequest | undefined }) {
  const catalogue = useCatalogue();
  const name = title && nameOf(title, catalogue);
  usePageName(name);

  const target = title && targetOf(title);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(target);
  useEffect(() => {
    // The chosen title appears above the shelf: out of sight on a phone, and unnoticed by a screen reader.
    if (shown.current !== target) heading.current?.focus();
    shown.current = target;
  }, [target]);

  return (
    <>
      <div className="intro">
        <h1 ref={heading} tabIndex={-1}>
          {name ?? 'Watch a title'}
        </h1>
        <TitleForm key={target} title={title} />
      </div>
      {title && <TitleView key={target} title={title} />}
      <TitleShelf catalogue={catalogue} chosen={title} />
    </>
  );
}
