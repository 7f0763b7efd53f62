import type { Source, StreamRequest, VideoData } from '@stream-api/client';
import { useState } from 'react';
import { ExchangeDetails } from '../shell/exchange-details.tsx';
import { ProgressLines } from '../shell/progress-lines.tsx';
import { isTrialTitle, TRIAL_PROVIDER } from '../try/trial-titles.ts';
import { AnswerFacts } from './answer-facts.tsx';
import { ErrorNotice } from './error-notice.tsx';
import { usePlayback } from './playback.ts';
import { Player } from './player.tsx';
import { TitleSnippets } from './snippets/title-snippets.tsx';
import { SourceList } from './source-list.tsx';
import { type Answer, useAnswer } from './use-answer.ts';

/** One title: the player, its sources, and facts about the answer. */
export function TitleView({ title }: { title: StreamRequest }) {
  const answer = useAnswer(title);
  const { data, error, exchange, loading, progress } = answer;
  // The stack's own provider has nothing but its trials.
  const leftOut = isTrialTitle(title.tmdbId) ? undefined : TRIAL_PROVIDER;
  const retry = () => void answer.refetch();
  return (
    <>
      {loading && !data && (
        <p className="asking" role="status">
          Asking for sources …
        </p>
      )}
      {progress && <ProgressLines progress={progress} leftOut={leftOut} />}
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
  const playback = usePlayback(title, asked);
  // Links that were renewed while they played are listed until the API is asked again.
  const [before, setBefore] = useState({ asked, played: playback.data, data: asked });
  const isNewer = before.asked !== asked || before.played !== playback.data;
  const data = before.asked !== asked ? asked : before.played !== playback.data ? playback.data : before.data;
  if (isNewer) setBefore({ asked, played: playback.data, data });
  return (
    <div className="title-view">
      <Player playback={playback} />
      <AnswerFacts answer={answer} data={data} />
      <SourceList
        sources={data.sources}
        playing={playback.source && inNewer(playback.source, data.sources)}
        failed={playback.failed}
        onChoose={playback.choose}
      />
      <TitleSnippets title={title} />
      {answer.exchange && <ExchangeDetails exchange={answer.exchange} />}
    </div>
  );
}

/** Finds the same source in a newer answer, perhaps with another signature. */
function inNewer(source: Source, sources: readonly Source[]): Source | undefined {
  return sources.find(({ url }) => url === source.url) ?? sources.find(({ id }) => id === source.id);
}
