/** What a viewer keeps when another source takes over: the position, the speed, and whether it plays. */
export class PlaybackState {
  readonly #video: HTMLVideoElement;
  #time = 0;
  #rate: number;
  #isWanted: boolean;
  #isLive = false;
  /** While a source loads, what the element reports is not the viewer's. */
  #isLoading = true;

  constructor(video: HTMLVideoElement, autoplay: boolean, signal: AbortSignal) {
    this.#video = video;
    this.#rate = video.playbackRate;
    this.#isWanted = autoplay;
    const record = () => this.#record();
    for (const event of ['timeupdate', 'seeking', 'durationchange']) {
      video.addEventListener(event, record, { signal });
    }
    video.addEventListener('ratechange', () => this.#recordRate(), { signal });
    video.addEventListener('play', () => this.#want(true), { signal });
    video.addEventListener('pause', () => this.#want(false), { signal });
  }

  /** Seconds to begin at; undefined for the beginning, or the edge of a live stream. */
  get position(): number | undefined {
    return this.#isLive || this.#time === 0 ? undefined : this.#time;
  }

  /** Whether the viewer, or the page, wants it to play. */
  get isWanted(): boolean {
    return this.#isWanted;
  }

  /** Call it before a source is replaced. */
  leave(): void {
    this.#record();
    // Loading discards the event of a `play` that was called a moment ago (HTML standard, "load algorithm").
    if (!this.#video.paused) this.#isWanted = true;
    this.#isLoading = true;
  }

  /** Restores the state in a source whose metadata has loaded. */
  restore(): void {
    const video = this.#video;
    const { position } = this;
    video.playbackRate = this.#rate;
    if (position !== undefined && Math.abs(video.currentTime - position) > 0.3) video.currentTime = position;
    this.#isLoading = false;
    // A browser that refuses autoplay leaves it to the viewer to press play.
    if (this.#isWanted) video.play().catch(() => undefined);
  }

  #record(): void {
    const { currentTime, duration, readyState } = this.#video;
    if (this.#isLoading || readyState === 0) return;
    this.#time = currentTime;
    this.#isLive = duration === Number.POSITIVE_INFINITY;
  }

  /** Loading sets the speed to the default (HTML standard, "media element load algorithm"); a viewer sets another. */
  #recordRate(): void {
    const { playbackRate, defaultPlaybackRate } = this.#video;
    if (!this.#isLoading || playbackRate !== defaultPlaybackRate) this.#rate = playbackRate;
  }

  /** A player that is taken apart may pause the element, which has nothing to play then. */
  #want(isWanted: boolean): void {
    if (isWanted || this.#video.readyState > 0) this.#isWanted = isWanted;
  }
}
