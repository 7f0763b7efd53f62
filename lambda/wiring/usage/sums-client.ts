import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * Creates the client that adds to sums. Adding twice is worse than waiting: a call that is only slow is not repeated,
 * as other tables' calls are after a second. One whose connection was closed is, since it has not been carried out.
 */
export const createSumsClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 2_000, requestTimeout: 9_000, throwOnRequestTimeout: true },
    }),
  );
