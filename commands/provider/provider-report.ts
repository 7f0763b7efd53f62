import type { Source, VideoData } from '../../contract/answer.ts';
import type { ApiAnswer, ProviderReport } from './check-provider.ts';

/** The outcome of a check as lines of text. */
export function reportText({ url, deviations, answer }: ProviderReport): string {
  const count = deviations.length === 1 ? '1 deviation' : `${deviations.length} deviations`;
  const lines = [
    deviations.length === 0 ? `${url} conforms.` : `${url}: ${count}`,
    ...deviations.map(({ field, message }) => `  ${field} ${message}`),
    ...(answer ? ['', ...answerLines(answer)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function answerLines({ status, data, manifests }: ApiAnswer): string[] {
  const { read = 0, gone = 0, refused = 0, failed = 0 } = manifests ?? {};
  const opened = `Manifests: ${read} read, ${gone} gone, ${refused} on a private address, ${failed} failed.`;
  return [
    `The API would answer ${status}${data ? ' with' : '.'}`,
    ...(data ? dataLines(data) : []),
    ...(manifests ? [opened] : []),
  ];
}

function dataLines({ sources, subtitles, poster, duration }: VideoData): string[] {
  return [
    ...sources.map((source) => `  ${source.quality.padEnd(6)} ${source.type.padEnd(5)} ${source.url}${facts(source)}`),
    ...subtitles.map(({ language, label, url }) => `  subtitle ${language} "${label}" ${url}`),
    ...(poster ? [`  poster ${poster}`] : []),
    ...(duration ? [`  duration ${duration} s`] : []),
  ];
}

function facts({ expiresAt, variants }: Source): string {
  const rungs = variants?.map(({ quality }) => quality).join(', ');
  return `${rungs ? ` (${rungs})` : ''}${expiresAt ? `, until ${expiresAt}` : ''}`;
}
