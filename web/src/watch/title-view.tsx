import type { Source, StreamRequest, VideoData } from '@stream-api/client';
import { useCallback, useState } from 'react';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { ExchangeDetails } from '../shell/exchange-details.tsx';
import { AnswerFacts } from './answer-facts.tsx';
import { Player } from './player.tsx';
import { TitleSnippets } from './snippets/title-snippets.tsx';
import { SourceList } from './source-list.tsx';
import { type Answer, useAnswer } from './use-answer.ts';

/** One title: the player, its sources, and facts about the answer. */
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

const NONE_FAILED: ReadonlyMap<string, string> = new Map();

interface Playing {
  /** The answer with the source. */
  readonly data: VideoData;
  readonly source: Source | undefined;
  readonly chosenByHand: boolean;
}

function Playable({ title, data: asked, answer }: { title: StreamRequest; data: VideoData; answer: Answer }) {
  // Links that were renewed while they played are shown until the API is asked again.
  const [renewed, setRenewed] = useState<{ instead: VideoData; data: VideoData }>();
  const data = renewed?.instead === asked ? renewed.data : asked;
  // Newer links would restart the title: they are used when the player renews its links, or fails.
  const [playing, setPlaying] = useState<Playing>(() => {
    return { data, source: firstPlayable(data.sources), chosenByHand: false };
  });
  const [hasFailed, setHasFailed] = useState(false);
  if (hasFailed && playing.data !== data) {
    setHasFailed(false);
    setPlaying(inNewer(playing, data));
  }
  const choose = (source: Source) => {
    setHasFailed(false);
    setPlaying({ data, source, chosenByHand: true });
  };
  const onRenewed = useCallback(
    (newer: VideoData, source: Source | undefined) => {
      setRenewed({ instead: asked, data: newer });
      setHasFailed(false);
      setPlaying((before) => (source ? { ...before, data: newer, source } : inNewer(before, newer)));
    },
    [asked],
  );
  const onFailed = useCallback(() => setHasFailed(true), []);
  return (
    <div className="title-view">
      <Player
        title={title}
        data={playing.data}
        source={playing.source}
        playAtOnce={playing.chosenByHand}
        onRenewed={onRenewed}
        onFailed={onFailed}
      />
      <AnswerFacts answer={answer} data={data} />
      <SourceList
        sources={data.sources}
        playing={inNewer(playing, data).source}
        failed={NONE_FAILED}
        onChoose={choose}
      />
      <TitleSnippets title={title} />
      {answer.exchange && <ExchangeDetails exchange={answer.exchange} />}
    </div>
  );
}

/** Finds the same source in a newer answer, perhaps with another signature; else a similar one; else the best one. */
function inNewer(playing: Playing, data: VideoData): Playing {
  const { source: before } = playing;
  const samePath = ({ url }: Source) => url.split('?')[0] === before?.url.split('?')[0];
  const alike = ({ type, quality }: Source) => type === before?.type && quality === before?.quality;
  const source =
    data.sources.find(({ url }) => url === before?.url) ??
    data.sources.find((each) => samePath(each) && alike(each)) ??
    data.sources.find(samePath) ??
    data.sources.find(alike) ??
    firstPlayable(data.sources);
  return { ...playing, data, source };
}

/** Prefers the adaptive stream, which fits every connection; else the best source that a browser plays. */
function firstPlayable(sources: readonly Source[]): Source | undefined {
  return (
    sources.find(({ type, quality }) => type === 'hls' && quality === 'auto') ??
    sources.find(({ type }) => type !== 'dash') ??
    sources[0]
  );
}
