export { type Preference, usePreference } from './use-preference.js';
export { type Stream, type UseStreamOptions, useStream } from './use-stream.js';
export { type ExtractionOptions, type StreamExtraction, useStreamExtraction } from './use-stream-extraction.js';
