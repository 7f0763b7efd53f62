import type { MediaType, StreamRequest } from '@stream-api/client';
import { type ClipboardEvent, type SubmitEvent, useId, useState } from 'react';
import { fragmentOf } from '../../shell/route.ts';
import { readTitle } from './read-title.ts';

/** Opens any title by its TMDB id, or by the link of its page on themoviedb.org. */
export function TitleForm({ title }: { title: StreamRequest | undefined }) {
  const [mediaType, setMediaType] = useState<MediaType>(title?.mediaType ?? 'movie');
  const [tmdbId, setTmdbId] = useState(String(title?.tmdbId ?? ''));
  const [season, setSeason] = useState(String(title?.season ?? ''));
  const [episode, setEpisode] = useState(String(title?.episode ?? ''));
  const [problem, setProblem] = useState<string>();
  const hint = useId();

  /** Fills the fields with what a link names. @returns the title, unless something is missing */
  function take(text: string): StreamRequest | undefined {
    const read = readTitle(text);
    if ('problem' in read) {
      setProblem(read.problem);
      return undefined;
    }
    const type = read.mediaType ?? mediaType;
    const [ofSeason, ofEpisode] =
      read.mediaType === 'tv' ? [numberIn(read.season, season), numberIn(read.episode, episode)] : [season, episode];
    setTmdbId(read.tmdbId);
    setMediaType(type);
    setSeason(ofSeason);
    setEpisode(ofEpisode);
    if (type === 'movie') {
      setProblem(undefined);
      return { tmdbId: read.tmdbId, mediaType: type };
    }
    const isComplete = [ofSeason, ofEpisode].every((number) => /^\d{1,12}$/.test(number.trim()));
    setProblem(isComplete ? undefined : 'An episode needs the numbers of its season and of the episode.');
    if (!isComplete) return undefined;
    return { tmdbId: read.tmdbId, mediaType: type, season: Number(ofSeason), episode: Number(ofEpisode) };
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const request = take(tmdbId);
    if (request) window.location.hash = fragmentOf(request);
  }

  /** A pasted link becomes the fields at once, so that they can be looked at. Anything else is pasted as usual. */
  function paste(event: ClipboardEvent): void {
    const text = event.clipboardData.getData('text');
    const read = readTitle(text);
    if ('problem' in read || read.mediaType === undefined) return;
    event.preventDefault();
    take(text);
  }

  return (
    <form className="title-form" noValidate onSubmit={submit}>
      <label>
        Type
        <select name="mediaType" value={mediaType} onChange={(event) => setMediaType(event.target.value as MediaType)}>
          <option value="movie">Movie</option>
          <option value="tv">TV episode</option>
        </select>
      </label>
      <label className="id">
        TMDB id
        <input
          name="tmdbId"
          value={tmdbId}
          placeholder="550, or a TMDB link"
          autoComplete="off"
          spellCheck={false}
          aria-invalid={problem !== undefined}
          aria-describedby={problem && hint}
          onChange={(event) => setTmdbId(event.target.value)}
          onPaste={paste}
        />
      </label>
      {mediaType === 'tv' && <NumberField label="Season" value={season} onChange={setSeason} />}
      {mediaType === 'tv' && <NumberField label="Episode" value={episode} onChange={setEpisode} />}
      <button type="submit" className="primary">
        Find sources
      </button>
      {problem && (
        <p id={hint} className="problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}

const numberIn = (ofLink: number | undefined, entered: string): string =>
  ofLink === undefined ? entered : String(ofLink);

interface NumberFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A field for digits, leading zeros included: the API validates the number. */
function NumberField({ label, value, onChange }: NumberFieldProps) {
  return (
    <label>
      {label}
      <input
        value={value}
        inputMode="numeric"
        autoComplete="off"
        size={3}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
