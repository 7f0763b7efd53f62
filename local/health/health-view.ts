import type { HealthAnswer } from '../../contract/local/health.ts';
import type { HealthView } from '../../lambda/health/health-view.ts';
import { failedOf } from '../../lambda/probes/probe.ts';
import { jsonRoute, type LocalService } from '../http/service.ts';
import type { LambdaFunctions } from '../lambda/lambda-functions.ts';

/** `GET /local/health`: what the stack knows of its sources, for the console. Without the group: `{"isOn":false}`. */
export function healthServices(functions: LambdaFunctions): LocalService[] {
  return [jsonRoute('/local/health', () => healthOf(functions))];
}

async function healthOf(functions: LambdaFunctions): Promise<HealthAnswer> {
  if (functions.find('health') === undefined) return { isOn: false };
  const { payload, functionError } = await functions.invoke('health', JSON.stringify({ action: 'show' }));
  if (functionError !== undefined) throw new Error('The health function failed');
  return answerOf(JSON.parse(payload) as HealthView);
}

export const answerOf = ({ lastRun, ...view }: HealthView): HealthAnswer => ({
  isOn: true,
  ...view,
  lastRun: lastRun && { ...lastRun, failed: failedOf(lastRun.verdicts) },
});
