import { APIGatewayClient, GetApiKeyCommand } from '@aws-sdk/client-api-gateway';

/**
 * Reads the value of an API key from API Gateway, so that no template and no environment holds it. Bundled alone.
 *
 * @throws Error when the key does not exist or must not be read
 */
export async function apiKeyValue(id: string): Promise<string> {
  const client = new APIGatewayClient({ maxAttempts: 2 });
  const { value } = await client.send(new GetApiKeyCommand({ apiKey: id, includeValue: true }));
  if (!value) throw new Error('The API key has no value');
  return value;
}
