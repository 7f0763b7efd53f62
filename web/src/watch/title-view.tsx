import type { Source, StreamRequest, VideoData } from '@stream-api/client';
import { useCallback, useState } from 'react';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { ExchangeDetails } from '../shell/exchange-details.tsx';
import { AnswerFacts } from './answer-facts.tsx';
import { Player } from './player.tsx';
import { SourceList } from './source-list.tsx';
import { type Answer, useAnswer } from './use-answer.ts';

/** One title: the player, its sources, and what the answer says besides. */
export function TitleView({ title }: { title: StreamRequest }) {
  const answer = useAnswer(title);
  const { data, error, exchange, loading } = answer;
  const retry = () => void answer.refetch();
  return (
    <>
      {loading && !data && (
        <p className="asking" role="status">
          Asking for sources …
        </p>
      )}
      {error !== undefined && <ErrorNotice error={error} busy={loading} onRetry={retry} />}
      {data ? (
        <Playable title={title} data={data} answer={answer} />
      ) : (
        exchange && <ExchangeDetails exchange={exchange} />
      )}
    </>
  );
}

function Playable({ title, data: asked, answer }: { title: StreamRequest; data: VideoData; answer: Answer }) {
  // Links that were renewed while they played stand until the API is asked anew.
  const [renewed, setRenewed] = useState<{ instead: VideoData; data: VideoData }>();
  const data = renewed?.instead === asked ? renewed.data : asked;
  const [chosen, setChosen] = useState<Source>();
  const source = (chosen && successorOf(chosen, data.sources)) ?? firstPlayable(data.sources);
  return (
    <div className="title-view">
      <Player
        title={title}
        data={data}
        source={source}
        playAtOnce={chosen !== undefined}
        onRenewed={useCallback((newer: VideoData) => setRenewed({ instead: asked, data: newer }), [asked])}
      />
      <AnswerFacts answer={answer} data={data} />
      <SourceList sources={data.sources} chosen={source} onChoose={setChosen} />
      {answer.exchange && <ExchangeDetails exchange={answer.exchange} />}
    </div>
  );
}

/** The same source: in a newer answer its link may have another signature, in its own another may have the same path. */
function successorOf(source: Source, sources: readonly Source[]): Source | undefined {
  return (
    sources.find(({ url }) => url === source.url) ??
    sources.find(({ url }) => url.split('?')[0] === source.url.split('?')[0])
  );
}

/** The adaptive stream suits every connection; without one, the best that a browser plays. */
function firstPlayable(sources: readonly Source[]): Source | undefined {
  return (
    sources.find(({ type, quality }) => type === 'hls' && quality === 'auto') ??
    sources.find(({ type }) => type !== 'dash') ??
    sources[0]
  );
}
