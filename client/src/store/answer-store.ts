import type { VideoData } from '../answer.ts';
import type { Clock } from '../clock.ts';
import { isVideoData } from '../fetch/video-data.ts';
import { isLife, type Life } from './life.ts';
import type { StreamStorage } from './storage.ts';

/** Answers kept on the device. It never throws: a storage that fails is a storage that holds nothing. */
export interface AnswerStore {
  /** @returns the answer that may still be used, if there is one */
  read(key: string): StoredAnswer | undefined;
  write(key: string, answer: StoredAnswer): void;
  /** Without a key: everything of this API. */
  remove(key?: string): void;
}

export interface StoredAnswer {
  readonly data: VideoData;
  readonly life: Life;
  /** The server's time minus the device's when the answer came, in milliseconds. */
  readonly clockOffset: number;
}

/** All of ours begin so, whatever their version. The version changes with the form of what is stored. */
const NAMESPACE = '@stream-api/client:';
const VERSION = '1:';

/** A guest in the site's storage: the oldest goes when there are more. */
const MOST_ENTRIES = 50;

export function createAnswerStore(storage: StreamStorage, baseUrl: string, clock: Clock): AnswerStore {
  const prefix = `${NAMESPACE}${VERSION}${baseUrl}?`;

  return {
    read: (key) =>
      orNothing(() => {
        const answer = answerIn(storage.getItem(prefix + key));
        return answer && isUsable(answer, clock.now()) ? answer : undefined;
      }),

    write: (key, answer) => {
      orNothing(() => {
        storage.removeItem(prefix + key);
        const rivals = sweep(storage, clock.now());
        while (rivals.length >= MOST_ENTRIES) storage.removeItem(rivals.shift() ?? '');
        for (;;) {
          try {
            return storage.setItem(prefix + key, JSON.stringify(answer));
          } catch (full) {
            const oldest = rivals.shift();
            if (oldest === undefined) throw full;
            storage.removeItem(oldest);
          }
        }
      });
    },

    remove: (key) => {
      orNothing(() => {
        if (key !== undefined) return storage.removeItem(prefix + key);
        for (const name of namesIn(storage, prefix)) storage.removeItem(name);
      });
    },
  };
}

/** Removes what is of no use any more: dead, corrupt, or of another version. Returns the names that are left, oldest first. */
function sweep(storage: StreamStorage, now: number): string[] {
  const ages = new Map<string, number>();
  for (const name of namesIn(storage, NAMESPACE)) {
    const answer = name.startsWith(NAMESPACE + VERSION) ? answerIn(storage.getItem(name)) : undefined;
    if (answer && isUsable(answer, now)) ages.set(name, answer.life.storedAt);
    else storage.removeItem(name);
  }
  return [...ages].sort(([, a], [, b]) => a - b).map(([name]) => name);
}

function namesIn(storage: StreamStorage, prefix: string): string[] {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  return names.filter((name) => name.startsWith(prefix));
}

function answerIn(text: string | null): StoredAnswer | undefined {
  try {
    const { data, life, clockOffset } = JSON.parse(text ?? '');
    const whole = isVideoData(data) && isLife(life) && Number.isFinite(clockOffset);
    return whole ? { data, life, clockOffset } : undefined;
  } catch {
    return undefined;
  }
}

/** An answer from the future was stored before the device's clock was set back: its age is anyone's guess. */
const isUsable = ({ life }: StoredAnswer, now: number): boolean => life.storedAt <= now && now < life.staleUntil;

function orNothing<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
