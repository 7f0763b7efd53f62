import type { VideoData } from '../answer.ts';

/**
 * Whether a value has what callers rely on in an answer of the API: at least one source, and subtitles, each with a
 * link. Other fields are not checked, since new ones may be added at any time.
 */
export function isVideoData(value: unknown): value is VideoData {
  const { sources, subtitles } = Object(value);
  return isListOf(sources, 'quality', 'type') && sources.length > 0 && isListOf(subtitles, 'label', 'language');
}

const isListOf = (value: unknown, ...facts: string[]): value is unknown[] =>
  Array.isArray(value) &&
  value.every((entry) => {
    const link = Object(entry);
    const texts = ['url', ...facts, ...('expiresAt' in link ? ['expiresAt'] : [])];
    return texts.every((name) => typeof link[name] === 'string') && /^https?:\/\/[^/\s]\S*$/i.test(link.url);
  });
