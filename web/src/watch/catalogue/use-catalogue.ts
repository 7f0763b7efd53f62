import { useCallback, useEffect, useState } from 'react';
import type { CatalogueAnswer } from '../../../../contract/local/catalogue.ts';
import { findTitles } from '../../api/catalogue.ts';

/** Titles of one page: some twelve rows of the shelf on a wide screen. */
const PAGE = 60;

/** For how long a search waits for the next key. */
const TYPING_MS = 200;

export interface Catalogue extends CatalogueAnswer {
  readonly search: string;
  readonly setSearch: (text: string) => void;
  /** Whether titles are awaited. */
  readonly loading: boolean;
  readonly problem: string | undefined;
  /** Adds the next page of titles. */
  readonly more: () => void;
}

interface Wanted {
  readonly search: string;
  readonly pages: number;
}

/** The titles of the local stack's catalogue that a search finds, page by page. */
export function useCatalogue(): Catalogue {
  const [search, setSearch] = useState('');
  const [wanted, setWanted] = useState<Wanted>({ search: '', pages: 1 });
  const [shown, setShown] = useState<{ answer: CatalogueAnswer; of: Wanted }>();
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    const timer = setTimeout(
      () => setWanted((before) => (before.search === search ? before : { search, pages: 1 })),
      search === '' ? 0 : TYPING_MS,
    );
    return () => clearTimeout(timer);
  }, [search]);

  useEffect(() => {
    const leaving = new AbortController();
    const offset = (wanted.pages - 1) * PAGE;
    findTitles(wanted.search, { offset, limit: PAGE }, leaving.signal).then(
      (answer) => {
        setProblem(undefined);
        setShown((before) => {
          const earlier = wanted.pages > 1 ? (before?.answer.titles.slice(0, offset) ?? []) : [];
          return { answer: { ...answer, titles: [...earlier, ...answer.titles] }, of: wanted };
        });
      },
      (error: Error) => {
        if (!leaving.signal.aborted) setProblem(error.message);
      },
    );
    return () => leaving.abort();
  }, [wanted]);

  const more = useCallback(() => setWanted(({ search, pages }) => ({ search, pages: pages + 1 })), []);
  const answer = shown?.answer ?? { titles: [], found: 0, total: 0 };
  const loading = problem === undefined && (shown?.of !== wanted || wanted.search !== search);
  return { ...answer, search, setSearch, loading, problem, more };
}
