/** One pathway that a client holds: the links of one source, as they were renewed last. */
export interface Pathway {
  /** Id of the source. */
  readonly source: string;
  /** When its links expire, in seconds since 1970; undefined where they do not. */
  readonly expiresAt: number | undefined;
  /** Of the master playlist's streams. */
  readonly ladder: string;
}

/** A PATHWAY-ID: what a steering server without memory must know of the pathway (rfc8216bis, 4.4.6.2). */
export const pathwayId = ({ source, expiresAt, ladder }: Pathway): string =>
  `${source}.${(expiresAt ?? 0).toString(36)}.${ladder}`;

/** contract/query.ts has the same pattern. */
const PATHWAY_ID = /^([A-Za-z0-9_-]{1,64})\.([0-9a-z]{1,9})\.([A-Za-z0-9_-]{6})$/;

/** Undefined for a text that is not one of ours. */
export function parsedPathway(text: string): Pathway | undefined {
  const [, source, expiry, ladder] = PATHWAY_ID.exec(text) ?? [];
  if (source === undefined || expiry === undefined || ladder === undefined) return undefined;
  const expiresAt = Number.parseInt(expiry, 36);
  return { source, ladder, expiresAt: expiresAt === 0 ? undefined : expiresAt };
}
