import type { Source, StreamRequest, Subtitle, VideoData } from '@stream-api/client';
import { useEffect, useRef, useState } from 'react';
import { type LoadOptions, NOTHING_LOADED, Playback, type PlaybackState } from './playback.ts';

interface PlayerProps {
  title: StreamRequest;
  data: VideoData;
  source: Source | undefined;
  /** Whether the viewer has chosen this source. */
  playAtOnce: boolean;
  /** Called when fresh links have replaced the old ones before their expiry. */
  onRenewed: LoadOptions['onRenewed'];
  /** Called when the source does not play, or stops playing. */
  onFailed: () => void;
}

/** Plays a source, with a choice of qualities and subtitles. */
export function Player({ title, data, source, playAtOnce, onRenewed, onFailed }: PlayerProps) {
  const video = useRef<HTMLVideoElement>(null);
  const playback = useRef<Playback>(undefined);
  const [state, setState] = useState<PlaybackState>(NOTHING_LOADED);
  const [chosen, setChosen] = useState<Subtitle>();
  const subtitle = chosen && inAnswer(chosen, data.subtitles);

  useEffect(() => {
    if (!video.current) return;
    const own = new Playback(video.current, setState);
    playback.current = own;
    return () => own.destroy();
  }, []);

  useEffect(() => {
    if (source) playback.current?.load(source, { title, data, playAtOnce, onRenewed, onFailed });
  }, [source, title, data, playAtOnce, onRenewed, onFailed]);

  useEffect(() => {
    void playback.current?.show(subtitle, source);
  }, [subtitle, source]);

  return (
    <section className="player" aria-label="Player">
      <div className="screen">
        {/* biome-ignore lint/a11y/useMediaCaption: the tracks come with the choice of subtitles below */}
        <video ref={video} controls playsInline preload="metadata" poster={data.poster} aria-label="Video" />
        {source?.type === 'dash' && <DashHint url={source.url} />}
      </div>
      <div className="player-controls">
        {state.levels.length > 1 && (
          <label>
            Quality
            <select value={state.level} onChange={(event) => playback.current?.selectLevel(Number(event.target.value))}>
              <option value={-1}>Auto</option>
              {state.levels.map(({ index, name }) => (
                <option key={index} value={index}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <SubtitleSelect subtitles={showable(data)} source={source} chosen={subtitle} onChoose={setChosen} />
        <p className="now" role="status">
          {state.problem ?? (state.playing && `Showing ${state.playing}`)}
        </p>
      </div>
    </section>
  );
}

/** All subtitles but the tracks of a DASH manifest, which have its URL and need a DASH player. */
function showable({ sources, subtitles }: VideoData): Subtitle[] {
  const manifests = new Set(sources.filter(({ type }) => type === 'dash').map(({ url }) => url));
  return subtitles.filter(({ url }) => !manifests.has(url));
}

/** Finds the same subtitles in a newer answer, where their link may have another signature. */
function inAnswer({ url, label, language, kind }: Subtitle, subtitles: readonly Subtitle[]): Subtitle | undefined {
  return (
    subtitles.find((each) => each.url === url) ??
    subtitles.find((each) => each.label === label && each.language === language && each.kind === kind)
  );
}

interface SubtitleSelectProps {
  subtitles: readonly Subtitle[];
  source: Source | undefined;
  chosen: Subtitle | undefined;
  onChoose: (subtitle: Subtitle | undefined) => void;
}

function SubtitleSelect({ subtitles, source, chosen, onChoose }: SubtitleSelectProps) {
  if (subtitles.length === 0) return null;
  return (
    <label>
      Subtitles
      <select
        value={chosen?.url ?? ''}
        onChange={(event) => onChoose(subtitles.find(({ url }) => url === event.target.value))}
      >
        <option value="">Off</option>
        {subtitles.map((subtitle) => (
          <option
            key={subtitle.url}
            value={subtitle.url}
            lang={subtitle.language === 'und' ? undefined : subtitle.language}
            disabled={subtitle.delivery === 'in-manifest' && source?.type !== 'hls'}
          >
            {subtitle.label}
            {subtitle.kind && !subtitle.label.toLowerCase().includes(subtitle.kind) ? ` (${subtitle.kind})` : ''}
          </option>
        ))}
      </select>
    </label>
  );
}

function DashHint({ url }: { url: string }) {
  return (
    <div className="dash-hint">
      <p>Browsers do not play DASH. Open this manifest in a DASH player, or choose another source.</p>
      <p>
        <a href={url}>The manifest</a>
      </p>
    </div>
  );
}
