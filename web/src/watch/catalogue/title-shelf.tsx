import type { StreamRequest } from '@stream-api/client';
import { requestOf } from '../../api/catalogue.ts';
import { targetOf } from '../../api/stream-client.ts';
import { fragmentOf } from '../../shell/route.ts';
import { idsInWords } from '../../shell/title-words.ts';
import { Poster } from './poster.tsx';
import type { Catalogue } from './use-catalogue.ts';
import './catalogue.css';

interface TitleShelfProps {
  catalogue: Catalogue;
  chosen: StreamRequest | undefined;
}

/** The catalogue's titles with their posters, to be searched by name or id. */
export function TitleShelf({ catalogue, chosen }: TitleShelfProps) {
  const { titles, found, total, search, setSearch, loading, problem, more } = catalogue;
  if (problem !== undefined) return <p role="alert">The catalogue could not be read: {problem}.</p>;
  if (total === 0) return null;
  return (
    <section aria-labelledby="shelf">
      <div className="shelf-head">
        <h2 id="shelf">In the catalogue</h2>
        <label>
          <span className="sr-only">Search by name or id</span>
          <input
            type="search"
            value={search}
            placeholder="Search by name or id"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setSearch(event.target.value)}
          />
        </label>
        <p className="fine" role="status">
          {loading ? 'Searching …' : countOf(catalogue)}
        </p>
      </div>
      <ul className="shelf">
        {titles.map((row) => {
          const title = requestOf(row);
          const name = row.title ?? idsInWords(title);
          return (
            <li key={targetOf(title)}>
              <a
                href={fragmentOf(title)}
                aria-current={chosen && targetOf(chosen) === targetOf(title) ? 'true' : undefined}
              >
                <Poster url={row.poster} name={name} />
                <span className="name">{name}</span>
                <span className="fine">{idsInWords(title)}</span>
              </a>
            </li>
          );
        })}
      </ul>
      {titles.length < found && (
        <p className="more">
          <button type="button" disabled={loading} onClick={more}>
            Show more titles
          </button>
          <span className="fine">{shownOf(titles.length, found)}</span>
        </p>
      )}
    </section>
  );
}

/** `60 of 10,003`; of a search: `No title`, `3 titles`, `60 of 120 titles found`. */
function countOf({ titles, found, total, search }: Catalogue): string {
  if (search.trim() === '') return shownOf(titles.length, total);
  if (found === 0) return `No title of ${written(total)} has this name or id`;
  return `${shownOf(titles.length, found)} found, in ${written(total)}`;
}

const shownOf = (shown: number, all: number): string =>
  shown === all ? `${written(all)} ${all === 1 ? 'title' : 'titles'}` : `${written(shown)} of ${written(all)} titles`;

const written = (count: number): string => count.toLocaleString('en');
