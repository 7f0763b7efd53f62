import { RemovalPolicy } from 'aws-cdk-lib';
import type { StageSettings } from './stage-settings.ts';

/** What becomes of data when its stack is deleted: it stays where the stage keeps its data, else it goes too. */
export function removalPolicy(settings: Pick<StageSettings, 'keepData'>): RemovalPolicy {
  return settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}
