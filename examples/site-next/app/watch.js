'use client';

import { createStreamClient } from '@stream-api/client';
import { playTitle } from '@stream-api/client/player';
import { useEffect, useRef, useState } from 'react';

const client = createStreamClient();

/** A title that plays: asked for in the browser, since links may be bound to who asks for them. */
export function Watch({ title }) {
  const video = useRef(null);
  const [status, setStatus] = useState('One moment …');
  const [attempt, setAttempt] = useState(0);
  const [hasFailed, setFailed] = useState(false);
  // The title is a new object whenever the page is rendered again: what the player began with stays.
  const [request] = useState(title);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt begins anew
  useEffect(() => {
    setFailed(false);
    const playback = playTitle(video.current, request, {
      client,
      hls: () => import('hls.js'),
      onSource: (_source, { reason, data }) => {
        if (reason === 'start') playback.showSubtitle(data.subtitles.find(({ language }) => language === 'en'));
        setStatus(`${data.sources.length} sources, ${data.subtitles.length} subtitles`);
      },
      onError: ({ message }) => {
        setStatus(message);
        setFailed(true);
      },
    });
    return () => playback.stop();
  }, [request, attempt]);
  return (
    <>
      <video ref={video} controls playsInline crossOrigin="anonymous" width={640} />
      <p role="status">{status}</p>
      {hasFailed && (
        <button type="button" onClick={() => setAttempt(attempt + 1)}>
          Try again
        </button>
      )}
    </>
  );
}
