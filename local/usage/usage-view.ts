import type { UsageAnswer, UsageReport } from '../../contract/local/usage.ts';
import { USAGE_DAYS, USAGE_DIMENSIONS } from '../../contract/usage.ts';
import { type LocalService, sendJson, sendText } from '../http/service.ts';
import type { LambdaFunctions } from '../lambda/lambda-functions.ts';

const PATH = '/local/usage';
const FUNCTION = 'usage-report';

/**
 * `GET /local/usage?by=quality&days=1`: what viewers really got, for the console. Without the group: `{"isOn":false}`.
 */
export const usageService = (functions: LambdaFunctions): LocalService => ({
  isPrivate: true,
  matches: ({ method, path }) => method === 'GET' && path === PATH,
  serve: async ({ query }, response) => {
    const parameters = new URLSearchParams(query);
    const by = parameters.get('by') ?? 'quality';
    const days = Number(parameters.get('days') ?? 1);
    const isAsked = USAGE_DIMENSIONS.some((dimension) => dimension === by);
    if (!isAsked || !Number.isInteger(days) || days < 1 || days > USAGE_DAYS) {
      return sendText(response, 400, `by is one of ${USAGE_DIMENSIONS.join(', ')}, and days 1 to ${USAGE_DAYS}`);
    }
    sendJson(response, await usageOf(functions, { by, days }));
  },
});

async function usageOf(functions: LambdaFunctions, command: object): Promise<UsageAnswer> {
  if (functions.find(FUNCTION) === undefined) return { isOn: false };
  const { payload, functionError } = await functions.invoke(FUNCTION, JSON.stringify(command));
  if (functionError !== undefined) throw new Error('The usage report failed');
  return { isOn: true, ...(JSON.parse(payload) as UsageReport) };
}
