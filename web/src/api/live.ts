/**
 * The address of the stage's WebSocket API. The local stack names it; undefined where it has none, and on a deployed
 * stage.
 */
export const liveUrl: string | undefined = LOCAL_STACK ? await addressOfStack() : undefined;

async function addressOfStack(): Promise<string | undefined> {
  try {
    const response = await fetch('/local/stack');
    const { endpoints } = (await response.json()) as { endpoints: { live?: string } };
    return endpoints.live;
  } catch {
    return undefined;
  }
}
