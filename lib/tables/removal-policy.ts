import { RemovalPolicy } from 'aws-cdk-lib';
import type { StageSettings } from '../stage/stage-settings.ts';

/** Whether data is kept when its stack is deleted: where the stage keeps its data. */
export function removalPolicy(settings: Pick<StageSettings, 'keepData'>): RemovalPolicy {
  return settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}

/** The same of logs, which a first deploy that failed takes with it: nothing in them is worth tidying up after. */
export function logRemovalPolicy(settings: Pick<StageSettings, 'keepData'>): RemovalPolicy {
  return settings.keepData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}
