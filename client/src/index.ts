export type {
  AnswerMetadata,
  ErrorDetail,
  Quality,
  Source,
  SourceType,
  Subtitle,
  Variant,
  VideoData,
} from './answer.ts';
export type { Clock } from './clock.ts';
export type {
  EpisodeRequest,
  LooseRequest,
  MediaType,
  MovieRequest,
  RequestOf,
  StreamRequest,
} from './fetch/request.ts';
export type { Progress, ProgressStep, TitleChange, WatchOptions } from './live/events.ts';
export { progressInWords } from './live/progress-words.ts';
export { type HlsPlayer, type RefreshOptions, refreshBeforeExpiry } from './player/hls-refresh.ts';
export type { ClientPreference } from './preference/client-preference.ts';
export type { DeviceClass } from './preference/device-class.ts';
export type { DeviceMemory } from './preference/device-memory.ts';
export type { PreferencesOptions } from './preference/preference-sync.ts';
export type { ViewerPreference } from './preference/viewer-preference.ts';
export type { StreamStorage } from './store/storage.ts';
export type { RateLimit, StreamAnswer } from './stream-answer.ts';
export {
  createStreamClient,
  type GetStreamOptions,
  type PlaylistOptions,
  type StreamClient,
  type StreamClientOptions,
} from './stream-client.ts';
export { StreamError } from './stream-error.ts';
export type { ApiErrorCode, StreamErrorCode } from './stream-error-code.ts';
export { type SubtitleTrack, subtitleTracks } from './subtitle-tracks.ts';
