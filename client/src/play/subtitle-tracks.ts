import type { Subtitle, VideoData } from '../answer.ts';

/** A file without cues, for a track whose own file has not been asked for. */
const NO_CUES = 'data:,WEBVTT';

type Named = Pick<Subtitle, 'label' | 'language' | 'kind'>;

/**
 * The subtitles of a title as tracks of a video element. Files are added once and stay while sources come and go; those
 * in a manifest are added by the player of the source. What the viewer has chosen is chosen again after each change.
 */
export class SubtitleTracks {
  readonly #video: HTMLVideoElement;
  readonly #signal: AbortSignal;
  readonly #onChoice: (subtitle: Subtitle | undefined) => void;
  /** The elements of the files, by what identifies a subtitle. */
  readonly #files = new Map<string, { element: HTMLTrackElement; subtitle: Subtitle; isLoaded: boolean }>();
  #chosen: Named | undefined;
  /** While a source is replaced, changes of the tracks are not the viewer's. */
  #isSettled = false;

  /** @param onChoice called when the viewer chooses a file, or none, in the browser's menu */
  constructor(video: HTMLVideoElement, signal: AbortSignal, onChoice: (subtitle: Subtitle | undefined) => void) {
    this.#video = video;
    this.#signal = signal;
    this.#onChoice = onChoice;
    video.textTracks.addEventListener('change', () => this.#onChange(), { signal });
    // Tracks of a manifest arrive after the rest of it.
    video.textTracks.addEventListener('addtrack', () => queueMicrotask(() => this.#apply()), { signal });
    signal.addEventListener('abort', () => this.#removeFiles(), { once: true });
  }

  /** Lists the subtitles of an answer; those of an earlier one keep their track. */
  list({ subtitles }: VideoData): void {
    for (const subtitle of subtitles) {
      if (subtitle.delivery === 'in-manifest') continue;
      const key = keyOf(subtitle);
      const known = this.#files.get(key);
      if (known) {
        known.subtitle = subtitle;
        continue;
      }
      const element = document.createElement('track');
      element.kind = subtitle.kind === 'sdh' ? 'captions' : 'subtitles';
      element.label = subtitle.label;
      element.srclang = subtitle.language === 'und' ? '' : subtitle.language;
      element.src = NO_CUES;
      this.#files.set(key, { element, subtitle, isLoaded: false });
      this.#video.append(element);
    }
  }

  /** Shows a subtitle of the answer, or none. */
  show(subtitle: Named | undefined): void {
    this.#chosen = subtitle;
    for (const track of this.#video.textTracks) if (track.mode === 'showing') track.mode = 'disabled';
    this.#apply();
  }

  /** Call it before a source is replaced. */
  leave(): void {
    this.#isSettled = false;
  }

  /** Call it when a source has loaded. */
  restore(): void {
    this.#isSettled = true;
    this.#apply();
  }

  #apply(): void {
    const chosen = this.#chosen;
    if (!chosen || this.#signal.aborted) return;
    const track = this.#files.get(keyOf(chosen))?.element.track ?? this.#trackLike(chosen);
    if (!track) return;
    // A manifest may list the file's subtitle as well, and its player show it by itself.
    for (const other of this.#video.textTracks)
      if (other !== track && other.mode === 'showing') other.mode = 'disabled';
    if (track.mode !== 'showing') track.mode = 'showing';
    this.#loadShown();
  }

  #trackLike({ label, language }: Named): TextTrack | undefined {
    const tracks = [...this.#video.textTracks];
    const base = (tag: string) => tag.split('-')[0]?.toLowerCase();
    return (
      tracks.find((track) => track.label === label && track.language === language) ??
      tracks.find((track) => track.label === label) ??
      tracks.find((track) => track.language !== '' && base(track.language) === base(language))
    );
  }

  #onChange(): void {
    if (!this.#isSettled) return;
    const shown = [...this.#video.textTracks].find(({ mode }) => mode === 'showing');
    const file = [...this.#files.values()].find(({ element }) => element.track === shown);
    const before = this.#chosen && this.#files.get(keyOf(this.#chosen));
    this.#chosen = shown && (file?.subtitle ?? { label: shown.label, language: shown.language });
    // The tracks of a manifest are shown and hidden by the player, too.
    if (file !== before && (file || !shown)) this.#onChoice(file?.subtitle);
    this.#loadShown();
  }

  #loadShown(): void {
    for (const file of this.#files.values()) {
      if (file.isLoaded || file.element.track.mode === 'disabled') continue;
      file.isLoaded = true;
      void this.#load(file);
    }
  }

  /** Fetched here, because a `track` of another origin would require CORS for the video too (HTML standard). */
  async #load(file: { element: HTMLTrackElement; subtitle: Subtitle; isLoaded: boolean }): Promise<void> {
    try {
      const response = await fetch(file.subtitle.url, { signal: this.#signal });
      if (!response.ok) throw new Error('not available');
      const text = await response.text();
      if (this.#signal.aborted) return;
      file.element.src = URL.createObjectURL(new Blob([text], { type: 'text/vtt' }));
    } catch {
      if (this.#signal.aborted) return;
      // Chosen again, it is asked for again.
      file.isLoaded = false;
      // No choice of the viewer.
      if (this.#chosen && this.#files.get(keyOf(this.#chosen)) === file) this.#chosen = undefined;
      file.element.track.mode = 'disabled';
      // As for a file that the browser itself cannot load (HTML standard, "sourcing out-of-band text tracks").
      file.element.dispatchEvent(new Event('error'));
    }
  }

  #removeFiles(): void {
    for (const { element } of this.#files.values()) {
      if (element.src.startsWith('blob:')) URL.revokeObjectURL(element.src);
      element.remove();
    }
    this.#files.clear();
  }
}

const keyOf = ({ label, language, kind }: Named): string => JSON.stringify([label, language, kind]);
