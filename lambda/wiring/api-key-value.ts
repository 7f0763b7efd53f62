import { APIGatewayClient, GetApiKeyCommand } from '@aws-sdk/client-api-gateway';

/**
 * The value of an API key, from API Gateway: so it stands in no template and no environment. Bundled apart from
 * everything else.
 *
 * @throws Error when the key is gone, or may not be read
 */
export async function apiKeyValue(id: string): Promise<string> {
  const client = new APIGatewayClient({ maxAttempts: 2 });
  const { value } = await client.send(new GetApiKeyCommand({ apiKey: id, includeValue: true }));
  if (!value) throw new Error('The API key has no value');
  return value;
}
