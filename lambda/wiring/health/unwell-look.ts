import type { Clock } from '../../clock.ts';
import type { UnwellOfContents } from '../../health/unwell-list.ts';
import type { UnwellReader } from '../../health/unwell-reader.ts';
import type { TableClient } from '../../table.ts';

/** The sources that are not well, by content and id; at most one read a minute. Never rejects. */
export type UnwellLook = () => Promise<UnwellOfContents>;

const NONE: UnwellOfContents = new Map();

/** The view that answers and steering of one container share. Its code is loaded by the first look. */
export function unwellLook(client: TableClient, table: string, clock: Clock): UnwellLook {
  let reader: Promise<UnwellReader> | undefined;
  return async () => {
    try {
      reader ??= import('../../health/unwell-reader.ts').then(
        (module) => new module.UnwellReader(client, table, clock),
      );
      return await (await reader).look();
    } catch {
      reader = undefined;
      return NONE;
    }
  };
}
