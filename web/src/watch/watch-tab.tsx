import type { StreamRequest } from '@stream-api/client';
import { targetOf } from '../api/stream-client.ts';
import { TitleForm } from './title-form.tsx';
import { TitleShelf } from './title-shelf.tsx';
import { TitleView } from './title-view.tsx';
import { nameOf, useCatalogue } from './use-catalogue.ts';
import './watch.css';

/** Pick a title, play it, and see what the API said of it. */
export function WatchTab({ title }: { title: StreamRequest | undefined }) {
  const catalogue = useCatalogue();
  return (
    <>
      <div className="intro">
        <h1>{title ? nameOf(title, catalogue) : 'Watch a title'}</h1>
        <TitleForm key={title && targetOf(title)} title={title} />
      </div>
      {title && <TitleView key={targetOf(title)} title={title} />}
      <TitleShelf catalogue={catalogue} chosen={title} />
    </>
  );
}
