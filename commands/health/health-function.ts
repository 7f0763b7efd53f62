import type { HealthView } from '../../lambda/health/health-view.ts';
import { invoke, type StageFunction, stageFunction } from '../target/stage-function.ts';
import type { StageTarget } from '../target/stage-target.ts';

const PLACE = {
  key: 'health',
  output: 'HealthFunctionName',
  without: 'the stage does not look at health: set health: {} in lib/stage/stages.ts, and deploy it',
};

/** @throws Error in one sentence when the stage, or the local stack, does not exist or does not look at health */
export async function findHealthFunction(target: StageTarget): Promise<StageFunction> {
  // A run takes minutes: one that is repeated while it lasts would only be a second one.
  const found = await stageFunction(target, PLACE, { maxAttempts: 1 });
  if (!found) throw new Error('The local stack does not look at health: start it without --set health=null');
  return found;
}

/** Shows what is known; `check` has a run first. @throws Error in one sentence when the function fails */
export async function healthOf(found: StageFunction, action: 'show' | 'check'): Promise<HealthView> {
  if (action === 'check') await invoke(found, { action: 'check' });
  return invoke<HealthView>(found, { action: 'show' });
}
