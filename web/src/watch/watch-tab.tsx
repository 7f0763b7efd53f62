import type { StreamRequest } from '@stream-api/client';
import { useEffect, useRef } from 'react';
import { targetOf } from '../api/stream-client.ts';
import { usePageName } from '../shell/page-name.ts';
import { TitleShelf } from './catalogue/title-shelf.tsx';
import { useCatalogue } from './catalogue/use-catalogue.ts';
import { useTitleName } from './catalogue/use-title-name.ts';
import { TitleForm } from './title/title-form.tsx';
import { TitleView } from './title-view.tsx';
import './watch.css';

interface WatchTabProps {
  title: StreamRequest | undefined;
  /** Why the address names no title. */
  problem: string | undefined;
}

/** Choose a title, play it, and see the API's answer. */
export function WatchTab({ title, problem }: WatchTabProps) {
  const catalogue = useCatalogue();
  const name = useTitleName(title, catalogue.titles);
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
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {title && <TitleView key={target} title={title} />}
      <TitleShelf catalogue={catalogue} chosen={title} />
    </>
  );
}
