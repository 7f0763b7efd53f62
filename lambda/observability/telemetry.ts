import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

/** The one logger of a function. Its service, level and stage come from the environment. */
export const logger = new Logger({ persistentKeys: { stage: process.env.STAGE ?? 'unknown' } });

/**
 * The one set of metrics of a function. Dimensions are the service and the stage, and nothing else: CloudWatch bills
 * every combination.
 */
export const metrics = new Metrics({
  namespace: 'StreamApi',
  defaultDimensions: { stage: process.env.STAGE ?? 'unknown' },
});
