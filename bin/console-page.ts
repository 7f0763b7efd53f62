import type { ConsolePage } from '../lib/edge/console.ts';
import type { EdgeSettings } from '../lib/stage/groups/edge.ts';
import { buildConsole } from '../web/build.ts';
import { CONSOLE_HEADERS } from '../web/security-headers.ts';

/**
 * Builds the console page for a stage whose edge serves it.
 *
 * @param folder to build it in; it is replaced
 * @returns undefined when the edge has no console page
 */
export async function consolePage(
  { console: path }: Pick<EdgeSettings, 'console'>,
  folder: string,
): Promise<ConsolePage | undefined> {
  if (path === undefined) return undefined;
  await buildConsole(folder, { local: false });
  return { path, folder, headers: CONSOLE_HEADERS };
}
