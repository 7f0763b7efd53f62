import type { AnswerMetadata, VideoData } from '../answer.ts';
import type { Clock } from '../clock.ts';
import { isLifetime, type Lifetime } from '../fetch/lifetime.ts';
import { isVideoData } from '../fetch/video-data.ts';
import type { StreamStorage } from './storage.ts';

/** Answers stored on the device. It never throws: a storage that fails counts as an empty one. */
export interface AnswerStore {
  /** @returns undefined when no answer is stored that may still be used */
  read(key: string): StoredAnswer | undefined;
  write(key: string, answer: StoredAnswer): void;
  /** Without a key, removes all answers of this API. */
  remove(key?: string): void;
}

export interface StoredAnswer {
  readonly data: VideoData;
  readonly life: Lifetime;
  /** The server's time minus the device's when the answer arrived, in milliseconds. */
  readonly clockOffset: number;
  /** Undefined in what version 0.2 of this package stored. */
  readonly metadata?: AnswerMetadata | undefined;
  readonly requestId?: string | undefined;
}

/** The beginning of every name of ours, in all versions. The version changes with the format of what is stored. */
const NAMESPACE = '@stream-api/client:';
const VERSION = '1:';

/** The storage belongs to the site, so we take little of it: when there are more, the oldest is removed. */
const MAX_ENTRIES = 50;

export function createAnswerStore(storage: StreamStorage, baseUrl: string, clock: Clock): AnswerStore {
  const prefix = `${NAMESPACE}${VERSION}${baseUrl}?`;

  return {
    read: (key) =>
      undefinedOnError(() => {
        const answer = answerIn(storage.getItem(prefix + key));
        return answer && isUsable(answer, clock.now()) ? answer : undefined;
      }),

    write: (key, answer) => {
      undefinedOnError(() => {
        storage.removeItem(prefix + key);
        const others = sweep(storage, clock.now());
        while (others.length >= MAX_ENTRIES) storage.removeItem(others.shift() ?? '');
        for (;;) {
          try {
            return storage.setItem(prefix + key, JSON.stringify(answer));
          } catch (full) {
            const oldest = others.shift();
            if (oldest === undefined) throw full;
            storage.removeItem(oldest);
          }
        }
      });
    },

    remove: (key) => {
      undefinedOnError(() => {
        if (key !== undefined) return storage.removeItem(prefix + key);
        for (const name of namesIn(storage, prefix)) storage.removeItem(name);
      });
    },
  };
}

/** Removes what is expired, corrupt or of another version. Returns the names that are left, oldest first. */
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

const answerIn = (text: string | null): StoredAnswer | undefined =>
  undefinedOnError(() => {
    const { data, life, clockOffset, metadata, requestId } = JSON.parse(text ?? '');
    const isComplete = isVideoData(data) && isLifetime(life) && Number.isFinite(clockOffset);
    return isComplete ? { data, life, clockOffset, metadata, requestId } : undefined;
  });

/** An answer from the future was stored before the device's clock was set back, so its age is unknown. */
const isUsable = ({ life }: StoredAnswer, now: number): boolean => life.storedAt <= now && now < life.staleUntil;

function undefinedOnError<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
