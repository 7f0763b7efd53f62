import Link from 'next/link';
import { Watch } from './watch.js';

/** `/` is a movie, `/?tmdbId=1396&season=1&episode=1` an episode. */
export default async function Page({ searchParams }) {
  const { tmdbId = '550', season, episode } = await searchParams;
  const title = season ? { tmdbId, mediaType: 'tv', season, episode } : { tmdbId, mediaType: 'movie' };
  return (
    <main>
      <nav>
        <Link href="/">A movie</Link> <Link href="/?tmdbId=1396&season=1&episode=1">An episode</Link>
      </nav>
      <Watch key={Object.values(title).join('/')} title={title} />
    </main>
  );
}
