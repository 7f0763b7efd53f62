import { createStreamClient, type StreamRequest } from '@stream-api/client';
import { playTitle } from '@stream-api/client/player';
import { useEffect, useRef, useState } from 'react';

const client = createStreamClient();

/** A title that plays: `playTitle` chooses its source, renews the links, and goes on with the next one. */
export function Watch({ title }: { title: StreamRequest }) {
  const video = useRef<HTMLVideoElement>(null);
  const [status, setStatus] = useState('One moment …');
  const [attempt, setAttempt] = useState(0);
  const [hasFailed, setFailed] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt begins anew
  useEffect(() => {
    setFailed(false);
    const playback = playTitle(video.current!, title, {
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
  }, [title, attempt]);
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
