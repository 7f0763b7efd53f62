import {
  ApiGatewayManagementApiClient,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';

/** Posts messages to one connection, in their order. @returns false where the connection has ended */
export type PostToConnection = (connection: string, messages: readonly string[]) => Promise<boolean>;

/** @param endpoint of the stage of the WebSocket API. Bundled alone. */
export function createPosting(endpoint: string): PostToConnection {
  const client = new ApiGatewayManagementApiClient({
    endpoint,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });
  return async (ConnectionId, messages) => {
    try {
      for (const Data of messages) await client.send(new PostToConnectionCommand({ ConnectionId, Data }));
      return true;
    } catch (error) {
      if (error instanceof GoneException) return false;
      throw error;
    }
  };
}
