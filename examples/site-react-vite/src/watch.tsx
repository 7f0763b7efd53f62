import { createStreamClient, type StreamRequest, subtitleTracks, type VideoData } from '@stream-api/client';
import { useStream } from '@stream-api/client/react';
import { useEffect, useRef, useState } from 'react';
import { attach } from './attach.ts';

const client = createStreamClient();

/** A title, once its sources are known. */
export function Watch({ title }: { title: StreamRequest }) {
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

function Player({ title, data }: { title: StreamRequest; data: VideoData }) {
  const video = useRef<HTMLVideoElement>(null);
  const [problem, setProblem] = useState('');
  // `data` changes as its links are renewed, which the player does by itself: what it began with stays.
  const [first] = useState(data);
  useEffect(() => {
    if (video.current) return attach(video.current, { client, request: title, data: first, onError: setProblem });
  }, [title, first]);
  return (
    <>
      <video ref={video} poster={first.poster} controls playsInline crossOrigin="anonymous" width={640}>
        {subtitleTracks(first, 'en').map(({ srclang, ...track }) => (
          <track key={track.src} srcLang={srclang} {...track} />
        ))}
      </video>
      <p role="status">{problem || `${data.sources.length} sources, ${data.subtitles.length} subtitles`}</p>
    </>
  );
}
