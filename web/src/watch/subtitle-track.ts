import type { Subtitle } from '@stream-api/client';

/** The subtitles of a video element: from a file, or cue by cue from a stream. */
export class SubtitleTrack {
  readonly #video: HTMLVideoElement;
  #file: HTMLTrackElement | undefined;
  /** Created once, because a track that a script has added cannot be removed. */
  #stream: TextTrack | undefined;
  #loading = new AbortController();

  constructor(video: HTMLVideoElement) {
    this.#video = video;
  }

  hide(): void {
    this.#loading.abort();
    this.#loading = new AbortController();
    if (this.#file) {
      URL.revokeObjectURL(this.#file.src);
      this.#file.remove();
      this.#file = undefined;
    }
    if (this.#stream) {
      for (const cue of [...(this.#stream.cues ?? [])]) this.#stream.removeCue(cue);
      this.#stream.mode = 'disabled';
    }
  }

  /** Shows an empty track, to which {@link add} adds cues. */
  begin(): void {
    this.hide();
    this.#stream ??= this.#video.addTextTrack('subtitles', 'From the stream');
    this.#stream.mode = 'showing';
  }

  add(cues: readonly VTTCue[]): void {
    const track = this.#stream;
    if (track?.mode !== 'showing') return;
    const known = new Set([...(track.cues ?? [])].map(identityOf));
    // After seeking back, a stream delivers the cues of a segment again.
    for (const cue of cues) if (!known.has(identityOf(cue))) track.addCue(cue);
  }

  /**
   * Shows a WebVTT file. It is fetched here, because a `track` of another origin would require CORS for the video too.
   *
   * @returns false when it is not available
   */
  async load({ url, label, language }: Subtitle): Promise<boolean> {
    this.hide();
    const { signal } = this.#loading;
    let text: string;
    try {
      const response = await fetch(url, { signal });
      text = await response.text();
      if (!response.ok) return false;
    } catch {
      return signal.aborted;
    }
    if (signal.aborted) return true;
    const file = document.createElement('track');
    file.kind = 'subtitles';
    file.label = label;
    file.srclang = language;
    file.src = URL.createObjectURL(new Blob([text], { type: 'text/vtt' }));
    this.#video.append(file);
    file.track.mode = 'showing';
    this.#file = file;
    return true;
  }
}

const identityOf = (cue: TextTrackCue): string =>
  `${cue.startTime} ${cue.endTime} ${'text' in cue ? String(cue.text) : ''}`;
