import type { StreamRequest } from '@stream-api/client';
import type { CatalogueTitle } from '../api/catalogue.ts';
import { targetOf } from '../api/stream-client.ts';
import { fragmentOf } from '../shell/route.ts';
import { episodeOf, nameOf } from './use-catalogue.ts';

interface TitleShelfProps {
  catalogue: readonly CatalogueTitle[];
  chosen: StreamRequest | undefined;
}

/** The catalogue's titles with their posters. */
export function TitleShelf({ catalogue, chosen }: TitleShelfProps) {
  if (catalogue.length === 0) return null;
  return (
    <section aria-labelledby="shelf">
      <h2 id="shelf">In the catalogue</h2>
      <ul className="shelf">
        {catalogue.map((title) => (
          <li key={targetOf(title)}>
            <a
              href={fragmentOf(title)}
              aria-current={chosen && targetOf(chosen) === targetOf(title) ? 'true' : undefined}
            >
              {title.poster ? <img src={title.poster} alt="" loading="lazy" /> : <span className="no-poster" />}
              <span className="name">{nameOf(title, catalogue)}</span>
              <span className="fine">
                {title.mediaType === 'tv' ? 'TV' : 'Movie'} {title.tmdbId}
                {episodeOf(title)}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
