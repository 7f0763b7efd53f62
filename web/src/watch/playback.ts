import type { Source, StreamRequest, Subtitle, VideoData } from '@stream-api/client';
import {
  type HlsInstance,
  type Measured,
  playTitle,
  type SourceChange,
  type TitlePlayback,
} from '@stream-api/client/player';
import { useCallback, useEffect, useRef, useState } from 'react';
import { nameOf } from '../../../client/src/sources/failure.ts';
import { streamClient } from '../api/stream-client.ts';
import { followLevels, followPathway, type Levels, showWhenLoaded } from './hls-levels.ts';
import { recall, remember } from './remembered.ts';

export interface PlaybackState extends Levels {
  /** The answer that the player uses. */
  readonly data: VideoData;
  readonly source: Source | undefined;
  /** Why sources have failed, in words, by their URL. */
  readonly failed: ReadonlyMap<string, string>;
  /** What happens at the moment, shown on the picture. */
  readonly notice: string | undefined;
  /** Why nothing plays, or a part of it does not. */
  readonly problem: string | undefined;
  /** The size of the picture that is shown. */
  readonly size: string | undefined;
  /** Why this source and quality were chosen, in words. */
  readonly why: string | undefined;
  readonly subtitle: Subtitle | undefined;
}

export interface Playback extends PlaybackState {
  readonly attach: (video: HTMLVideoElement | null) => void;
  readonly choose: (source: Source) => void;
  readonly selectLevel: (index: number) => void;
  readonly show: (subtitle: Subtitle | undefined) => void;
}

const NO_LEVELS = { levels: [], level: -1, size: undefined, why: undefined };

/**
 * Plays a title by the SDK's player.
 *
 * @param first the answer to begin with; later ones are for the list of sources, until the title is asked for again
 */
export function usePlayback(title: StreamRequest, first: VideoData): Playback {
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const [state, setState] = useState<PlaybackState>({
    ...NO_LEVELS,
    data: first,
    source: undefined,
    failed: new Map(),
    notice: undefined,
    problem: undefined,
    subtitle: undefined,
  });
  const playback = useRef<TitlePlayback>(undefined);
  const hls = useRef<HlsInstance>(undefined);
  const [begun] = useState(first);
  const change = useCallback((part: Partial<PlaybackState>) => setState((before) => ({ ...before, ...part })), []);

  useEffect(() => {
    if (!video) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    const failed = () => new Map(own.tried.map(({ source, reason }) => [source.url, reason]));
    const onSource = (source: Source, { reason, data }: SourceChange) => {
      const isRenewed = reason === 'renewed';
      const notice = isRenewed ? undefined : noticeOf(source, reason, own.tried.at(-1)?.reason);
      // The links of a source that plays on are newer, and nothing else changes.
      change({ source, data, notice, failed: failed(), ...(!isRenewed && NO_LEVELS), problem: undefined });
    };
    const shown = () => {
      if (video.videoWidth === 0) return;
      const size = `${video.videoWidth} × ${video.videoHeight}`;
      const menu = hls.current ? {} : menuOf(own);
      change({ size, why: own.quality?.why, notice: undefined, failed: failed(), ...menu });
    };
    video.addEventListener('resize', shown, { signal });
    video.addEventListener('loadeddata', shown, { signal });
    const notLoaded = (event: Event) => {
      if (event.target instanceof HTMLTrackElement)
        change({ problem: `The subtitles ${event.target.label} could not be loaded.` });
    };
    // Events of tracks do not bubble.
    video.addEventListener('error', notLoaded, { signal, capture: true });
    const own: TitlePlayback = playTitle(video, title, {
      client: streamClient,
      data: begun,
      hls: () => import('hls.js'),
      dash: () => import('dashjs'),
      // Without a worker, which would need a blob URL as a script source.
      hlsConfig: { enableWorker: false },
      autoplay: false,
      measure: {
        // A local stack shows what its own page got; a deployed one is asked by its viewers' pages.
        sample: LOCAL_STACK ? 1 : 0,
        onPlayer: (measured) => {
          hls.current = hlsOf(measured);
          if (hls.current) {
            followLevels(hls.current, change);
            hls.current.on('hlsLevelSwitched', () => change({ notice: undefined }));
            followPathway(hls.current, (id) => setState((before) => playing(before, id)));
          }
        },
      },
      onSource,
      onError: (error) => change({ source: undefined, failed: failed(), notice: undefined, problem: error.message }),
      signal,
    });
    playback.current = own;
    const { language } = recall();
    const remembered = begun.subtitles.find((each) => each.language === language);
    if (remembered) {
      own.showSubtitle(remembered);
      change({ subtitle: remembered });
    }
    return () => leaving.abort();
  }, [video, title, begun, change]);

  return {
    ...state,
    attach: setVideo,
    choose: (source) => {
      // It plays at once: the viewer has asked for it.
      video?.play().catch(() => undefined);
      change({ source, notice: `Switching to ${nameOf(source)} …` });
      playback.current?.choose(source);
    },
    selectLevel: (index) => {
      const player = hls.current;
      if (!player) {
        playback.current?.quality?.choose(index < 0 ? undefined : index);
        change({ level: index, why: playback.current?.quality?.why });
        return;
      }
      const height = player.levels[index]?.height;
      remember({ height });
      playback.current?.quality?.choose(height);
      change({
        level: index,
        why: playback.current?.quality?.why,
        notice: index < 0 ? undefined : `Switching to ${height ? `${height}p` : 'this quality'} …`,
      });
      player.currentLevel = index;
      if (video?.paused) showWhenLoaded(player, video, index);
    },
    show: (subtitle) => {
      remember({ language: subtitle?.language });
      playback.current?.showSubtitle(subtitle);
      change({ subtitle, problem: undefined });
    },
  };
}

function noticeOf(source: Source, reason: SourceChange['reason'], why: string | undefined): string {
  const name = nameOf(source);
  if (reason === 'start') return `Loading ${name} …`;
  return reason === 'failed' && why ? `That source failed: ${why}. Switching to ${name} …` : `Switching to ${name} …`;
}

const hlsOf = ({ player }: Measured): HlsInstance | undefined => (player && 'levels' in player ? player : undefined);

/** The qualities of DASH and of files. A stream that the browser itself plays has no choice. */
function menuOf({ source, quality }: TitlePlayback): Levels {
  const choices = source?.type === 'hls' ? [] : (quality?.choices ?? []);
  return { levels: choices.map((lines) => ({ index: lines, name: `${lines}p` })), level: quality?.chosen ?? -1 };
}

/** The same with another source that plays; the same object where that is unknown, or plays already. */
function playing(before: PlaybackState, id: string): PlaybackState {
  const source = before.data.sources.find((each) => each.id === id);
  return !source || source.id === before.source?.id ? before : { ...before, source };
}
