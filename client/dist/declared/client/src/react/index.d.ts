export { type Preference, usePreference } from './use-preference.ts';
export { type Stream, type UseStreamOptions, useStream } from './use-stream.ts';
export { type ExtractionOptions, type StreamExtraction, useStreamExtraction } from './use-stream-extraction.ts';
