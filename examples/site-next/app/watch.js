'use client';

import { createStreamClient, subtitleTracks } from '@stream-api/client';
import { useStream } from '@stream-api/client/react';
import { useEffect, useRef, useState } from 'react';
import { attach } from './attach.js';

const client = createStreamClient();

/** A title, once its sources are known: asked for in the browser, since links may be bound to who asks for them. */
export function Watch({ title }) {
  const { data, error, refetch } = useStream(title, { client });
  if (data) return <Player title={title} data={data} />;
  if (!error) return <p role="status">One moment …</p>;
  return (
    <p role="alert">
      {error.message}{' '}
      <button type="button" onClick={refetch}>
        Try again
      </button>
    </p>
  );
}

function Player({ title, data }) {
  const video = useRef(null);
  const [problem, setProblem] = useState('');
  // What the player began with stays: `data` and `title` are new objects later, and it renews its links by itself.
  const [first] = useState({ request: title, data });
  useEffect(() => attach(video.current, { client, ...first, onError: setProblem }), [first]);
  return (
    <>
      <video ref={video} poster={first.data.poster} controls playsInline crossOrigin="anonymous" width={640}>
        {subtitleTracks(first.data, 'en').map(({ srclang, ...track }) => (
          <track key={track.src} srcLang={srclang} {...track} />
        ))}
      </video>
      <p role="status">{problem || `${data.sources.length} sources, ${data.subtitles.length} subtitles`}</p>
    </>
  );
}
