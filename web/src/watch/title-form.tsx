import type { MediaType, StreamRequest } from '@stream-api/client';
import { useState } from 'react';
import { fragmentOf } from '../shell/route.ts';

/** Opens any title by its TMDB id. */
export function TitleForm({ title }: { title: StreamRequest | undefined }) {
  const [mediaType, setMediaType] = useState<MediaType>(title?.mediaType ?? 'movie');

  function open(fields: FormData): void {
    const season = Number(fields.get('season'));
    const episode = Number(fields.get('episode'));
    const tmdbId = String(fields.get('tmdbId'));
    window.location.hash = fragmentOf(
      mediaType === 'tv' ? { tmdbId, mediaType, season, episode } : { tmdbId, mediaType },
    );
  }

  return (
    <form
      className="title-form"
      onSubmit={(event) => {
        event.preventDefault();
        open(new FormData(event.currentTarget));
      }}
    >
      <label>
        Type
        <select name="mediaType" value={mediaType} onChange={(event) => setMediaType(event.target.value as MediaType)}>
          <option value="movie">Movie</option>
          <option value="tv">TV episode</option>
        </select>
      </label>
      <NumberField label="TMDB id" name="tmdbId" value={title?.tmdbId} width={10} />
      {mediaType === 'tv' && <NumberField label="Season" name="season" value={title?.season} width={3} />}
      {mediaType === 'tv' && <NumberField label="Episode" name="episode" value={title?.episode} width={3} />}
      <button type="submit" className="primary">
        Find sources
      </button>
    </form>
  );
}

interface NumberFieldProps {
  label: string;
  name: string;
  value: string | number | undefined;
  /** Digits. */
  width: number;
}

/** A field for digits, leading zeros included: the API validates the number. */
function NumberField({ label, name, value, width }: NumberFieldProps) {
  return (
    <label>
      {label}
      <input
        name={name}
        defaultValue={value}
        required
        inputMode="numeric"
        pattern="\d{1,12}"
        title="A whole number"
        autoComplete="off"
        size={width}
      />
    </label>
  );
}
