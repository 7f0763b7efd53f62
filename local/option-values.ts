import { STAGES } from '../lib/stage/stages.ts';

/** An option that cannot be used. The message is one sentence. */
export class OptionError extends Error {
  override name = 'OptionError' as const;
}

export function whole(name: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > most) {
    throw new OptionError(`--${name} must be a whole number from ${least} to ${most}, not "${value}"`);
  }
  return number;
}

export function httpUrl(name: string, value: string): URL {
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.hash) {
    throw new OptionError(`--${name} must be an http(s) URL without credentials, not "${value}"`);
  }
  return url;
}

/** Checked here, since loading the stages takes no time and synthesising one takes seconds. */
export function stageName(value: string): string {
  if (!Object.hasOwn(STAGES, value)) {
    throw new OptionError(`There is no stage "${value}": choose one of ${Object.keys(STAGES).join(', ')}.`);
  }
  return value;
}

export function setting(text: string): string {
  if (!/^[^=]+=./s.test(text)) {
    throw new OptionError(`--set must be PATH=JSON, such as lifetimes.freshSeconds=60, not "${text}"`);
  }
  return text;
}
