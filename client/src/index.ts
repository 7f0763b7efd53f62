export type { ErrorDetail, Quality, Source, SourceType, Subtitle, Variant, VideoData } from './answer.ts';
export type { Clock } from './clock.ts';
export type { MediaType, StreamRequest } from './fetch/request.ts';
export { type HlsPlayer, type RefreshOptions, refreshBeforeExpiry } from './player/hls-refresh.ts';
export type { StreamStorage } from './store/storage.ts';
export {
  createStreamClient,
  type GetStreamOptions,
  type PlaylistOptions,
  type StreamClient,
  type StreamClientOptions,
} from './stream-client.ts';
export { StreamError } from './stream-error.ts';
