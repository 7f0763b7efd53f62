import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';

/** Posts messages to one connection, in their order. @returns false where the connection has ended */
export type PostToConnection = (connection: string, messages: readonly string[]) => Promise<boolean>;

export interface Posting {
  readonly post: PostToConnection;
  /** Ends a connection; what is not there is no error. */
  readonly close: (connection: string) => Promise<void>;
}

/** @param endpoint of the stage of the WebSocket API. Bundled alone. */
export function createPosting(endpoint: string): Posting {
  const client = new ApiGatewayManagementApiClient({
    endpoint,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });
  return {
    post: async (ConnectionId, messages) => {
      try {
        for (const Data of messages) await client.send(new PostToConnectionCommand({ ConnectionId, Data }));
        return true;
      } catch (error) {
        if (error instanceof GoneException) return false;
        throw error;
      }
    },
    close: async (ConnectionId) => {
      try {
        await client.send(new DeleteConnectionCommand({ ConnectionId }));
      } catch (error) {
        if (!(error instanceof GoneException)) throw error;
      }
    },
  };
}
