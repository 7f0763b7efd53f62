import type { Source, Subtitle, VideoData } from '@stream-api/client';
import type { Playback } from './playback.ts';

/** The picture of a title, with a choice of qualities and subtitles. */
export function Player({ playback }: { playback: Playback }) {
  const { attach, data, source, levels, level, size, why, notice, problem, subtitle, selectLevel, show } = playback;
  return (
    <section className="player" aria-label="Player">
      <div className="screen">
        {/* biome-ignore lint/a11y/useMediaCaption: the tracks come with the choice of subtitles below */}
        <video ref={attach} controls playsInline preload="metadata" poster={data.poster} aria-label="Video" />
        {(notice ?? (source ? undefined : problem)) && <p className="on-picture">{notice ?? problem}</p>}
      </div>
      <div className="player-controls">
        {levels.length > 1 && (
          <label>
            Quality
            <select value={level} onChange={(event) => selectLevel(Number(event.target.value))}>
              <option value={-1}>Auto</option>
              {levels.map(({ index, name }) => (
                <option key={index} value={index}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <SubtitleSelect data={data} source={source} chosen={subtitle} onChoose={show} />
        <p className="now" role="status">
          {problem ?? notice ?? (size && `Showing ${size}`)}
        </p>
        {why && <p className="why">Chosen: {why}</p>}
      </div>
    </section>
  );
}

interface SubtitleSelectProps {
  data: VideoData;
  source: Source | undefined;
  chosen: Subtitle | undefined;
  onChoose: (subtitle: Subtitle | undefined) => void;
}

function SubtitleSelect({ data, source, chosen, onChoose }: SubtitleSelectProps) {
  const { subtitles } = data;
  if (subtitles.length === 0) return null;
  return (
    <label>
      Subtitles
      <select
        value={(chosen && inAnswer(chosen, subtitles)?.url) ?? ''}
        onChange={(event) => onChoose(subtitles.find(({ url }) => url === event.target.value))}
      >
        <option value="">Off</option>
        {subtitles.map((subtitle) => (
          <option
            key={`${subtitle.url} ${subtitle.label}`}
            value={subtitle.url}
            lang={subtitle.language === 'und' ? undefined : subtitle.language}
            disabled={subtitle.delivery === 'in-manifest' && !isAdaptive(source)}
          >
            {subtitle.label}
            {subtitle.kind && !subtitle.label.toLowerCase().includes(subtitle.kind) ? ` (${subtitle.kind})` : ''}
          </option>
        ))}
      </select>
    </label>
  );
}

const isAdaptive = (source: Source | undefined): boolean => source?.type === 'hls' || source?.type === 'dash';

/** Finds the same subtitles in a newer answer, where their link may have another signature. */
function inAnswer({ url, label, language, kind }: Subtitle, subtitles: readonly Subtitle[]): Subtitle | undefined {
  return (
    subtitles.find((each) => each.url === url && each.label === label) ??
    subtitles.find((each) => each.label === label && each.language === language && each.kind === kind)
  );
}
