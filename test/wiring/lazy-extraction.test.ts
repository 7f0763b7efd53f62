import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, jest, test } from '@jest/globals';
import { lambdaEnvironment } from '../../bench/lambda-environment.ts';
import { createDeadline } from '../../lambda/deadline.ts';
import { logger } from '../../lambda/observability/telemetry.ts';
import type { ExtractionEnvironment } from '../../lambda/wiring/environment.ts';
import { lazyExtraction } from '../../lambda/wiring/lazy-extraction.ts';
import { sharedCache } from '../../lambda/wiring/shared-cache.ts';
import { movie } from '../cache/fleet.ts';

test('an extraction that cannot even be loaded is a fault of ours, and is logged', async () => {
  const environment = lambdaEnvironment({ TRUSTED_ORIGINS: 'no JSON' }) as unknown as ExtractionEnvironment;
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'local' }));
  const shared = sharedCache(environment, client);
  const extraction = lazyExtraction(environment, client, shared);
  const logged = jest.spyOn(logger, 'error').mockImplementation(() => undefined);
  const deadline = createDeadline(shared.clock, shared.clock.now() + 5_000);
  expect(await extraction.extract(movie('1'), deadline)).toEqual({ outcome: 'internal' });
  expect(logged).toHaveBeenCalledWith('the extraction cannot be loaded', expect.any(SyntaxError));
  deadline.clear();
});
