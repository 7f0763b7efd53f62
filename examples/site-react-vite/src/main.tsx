import type { StreamRequest } from '@stream-api/client';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Watch } from './watch.tsx';

const MOVIE: StreamRequest = { tmdbId: '550', mediaType: 'movie' };
const EPISODE: StreamRequest = { tmdbId: '1396', mediaType: 'tv', season: 1, episode: 1 };

function App() {
  const [title, setTitle] = useState<StreamRequest>(MOVIE);
  return (
    <>
      <nav>
        <button type="button" onClick={() => setTitle(MOVIE)}>
          A movie
        </button>{' '}
        <button type="button" onClick={() => setTitle(EPISODE)}>
          An episode
        </button>
      </nav>
      <Watch key={title.tmdbId} title={title} />
    </>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
