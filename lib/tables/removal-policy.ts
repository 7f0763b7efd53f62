import { RemovalPolicy } from 'aws-cdk-lib';
import type { StageSettings } from '../stage/stage-settings.ts';

/** Keeps data when its stack is deleted, where the stage keeps its data. */
export function removalPolicy(settings: Pick<StageSettings, 'keepData'>): RemovalPolicy {
  return settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}

/** The same for logs, but for those of a first deployment that failed, which are deleted with it. */
export function logRemovalPolicy(settings: Pick<StageSettings, 'keepData'>): RemovalPolicy {
  return settings.keepData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}
