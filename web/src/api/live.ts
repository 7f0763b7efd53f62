import { readLocal } from './read-local.ts';

/**
 * The address of the stage's WebSocket API. The local stack names it; undefined where it has none, and on a deployed
 * stage.
 */
export const liveUrl: string | undefined = LOCAL_STACK ? await addressOfStack() : undefined;

async function addressOfStack(): Promise<string | undefined> {
  try {
    const { endpoints } = await readLocal<{ endpoints: { live?: string } }>('stack');
    return endpoints.live;
  } catch {
    return undefined;
  }
}
