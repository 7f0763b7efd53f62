import type { CacheCommand } from '../../contract/cache-command.ts';
import { invoke, type StageFunction, stageFunction } from '../target/stage-function.ts';
import type { StageTarget } from '../target/stage-target.ts';

/**
 * The cache function of a stage; undefined where a local stack names none.
 * @throws Error in one sentence when the stage, or the local stack, does not exist
 */
export const cacheFunctionOf = (target: StageTarget): Promise<StageFunction | undefined> =>
  stageFunction(target, { key: 'cache', output: 'CacheFunctionName' });

/** @throws Error in one sentence when there is none */
export async function findCacheFunction(target: StageTarget): Promise<StageFunction> {
  const found = await cacheFunctionOf(target);
  if (!found) throw new Error('The local stack has no cache function');
  return found;
}

/** @throws Error in one sentence when the function fails or the caller may not invoke it */
export const invokeCache = <T>(found: StageFunction, command: CacheCommand): Promise<T> => invoke<T>(found, command);
