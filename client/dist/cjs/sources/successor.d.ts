import type { Source } from '../answer.js';
/**
 * Finds the same source in a newer answer: by its id, the same file with a new signature, or one of the same quality;
 * else the first.
 *
 * @param sources those that the player can continue with
 */
export declare function successorIn(current: Source, sources: readonly Source[]): Source | undefined;
