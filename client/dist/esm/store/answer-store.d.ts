import type { AnswerMetadata, VideoData } from '../answer.js';
import type { Clock } from '../clock.js';
import { type Lifetime } from '../fetch/lifetime.js';
import type { StreamStorage } from './storage.js';
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
export declare function createAnswerStore(storage: StreamStorage, baseUrl: string, clock: Clock): AnswerStore;
