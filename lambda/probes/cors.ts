import type { Asked, ProbeRequests } from './probe-requests.ts';

interface Site {
  readonly origins: readonly string[];
  readonly anyOrigin?: boolean;
}

/**
 * Whether a page of each site may read all that was asked for (Fetch Standard, "CORS check"). What is of the page's own
 * origin needs no permission.
 *
 * @returns `refused`: a sentence, where one may not
 */
export async function corsFindings(
  url: string,
  requests: ProbeRequests,
  { origins, anyOrigin = false }: Site,
): Promise<{ readonly refused?: string; readonly notes: string[] }> {
  const [site, ...others] = origins;
  const notes: string[] = [];
  if (site === undefined) return { notes };
  for (const each of requests.asked) {
    const allowed = each.step.allowOrigin?.trim();
    if (isReadable(each, site, allowed)) continue;
    const named = /^https?:\/\//i.test(allowed ?? '') ? URL.parse(allowed!)?.origin : undefined;
    if (!anyOrigin || named === undefined) return { refused: refusal(each.step.what, allowed), notes };
    notes.push(`only pages of ${named} may read the ${each.step.what}`);
  }
  const manifest = requests.asked[0];
  if (manifest === undefined || manifest.step.allowOrigin?.trim() === '*') return { notes };
  for (const other of others) {
    const allowed = await requests.allowOriginFor(url, manifest.step.what, other);
    if (!isReadable(manifest, other, allowed)) return { refused: refusal(manifest.step.what, allowed), notes };
  }
  return { notes };
}

const isReadable = ({ origins }: Asked, site: string, allowed: string | undefined): boolean =>
  allowed === '*' || allowed === site || origins.every((origin) => origin === site);

const refusal = (what: string, allowed: string | undefined): string =>
  allowed === undefined
    ? `no page may read the ${what}: it has no Access-Control-Allow-Origin`
    : `the site's pages may not read the ${what}: its Access-Control-Allow-Origin names another`;
