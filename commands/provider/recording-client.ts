import type { HttpClient } from '../../lambda/outgoing/http-client.ts';
import type { Call } from './call-problems.ts';

/** The same client, with a record of its calls to the provider. Those for manifests are not the provider's matter. */
export function recordingClient(client: HttpClient): { readonly client: HttpClient; readonly calls: Call[] } {
  const calls: Call[] = [];
  const get: HttpClient['get'] = async (url, options) => {
    if (!options.allowPrivate) return client.get(url, options);
    try {
      const response = await client.get(url, options);
      calls.push({ response });
      return response;
    } catch (error) {
      calls.push({ error });
      throw error;
    }
  };
  return { client: { get, close: () => client.close() }, calls };
}
