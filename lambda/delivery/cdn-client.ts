import type { CdnSettings } from '../../contract/settings/cdns.ts';
import type { HttpClient, HttpResponse } from '../outgoing/http-client.ts';
import type { TitleLinks } from './title-links.ts';

/**
 * A client that reads through the stage's CDNs what the origin refuses: an origin behind a CDN is often open to nobody
 * else. The next CDN is asked where one fails. The answer has the origin's address, so that nothing that is read of it
 * keeps a token.
 */
export const cdnClient = (client: HttpClient, linksNow: () => Promise<TitleLinks>): HttpClient => ({
  get: async (url, options) => {
    const ask = (address: string) =>
      client.get(address, options).catch((error: unknown) => {
        if (options.signal.aborted) throw error;
        return { failure: error };
      });
    const own = await ask(url);
    if (!isRefusal(own)) return own;
    let latest: Asked = own;
    for (const { link, cdn } of await linksThrough(url, linksNow)) {
      const answer = await ask(link);
      latest = 'failure' in answer ? answer : { ...answer, finalUrl: atOrigin(answer.finalUrl, link, url, cdn) };
      if (!isRefusal(latest) && latest.status < 500) return latest;
    }
    if ('failure' in latest) throw latest.failure;
    return latest;
  },
  close: () => client.close(),
});

type Asked = HttpResponse | { readonly failure: unknown };

const isRefusal = (asked: Asked): asked is { readonly failure: unknown } | (HttpResponse & { status: 401 | 403 }) =>
  'failure' in asked || asked.status === 401 || asked.status === 403;

interface LinkThrough {
  readonly link: string;
  readonly cdn: CdnSettings;
}

/** None where no CDN leads to it, or there is no key. */
async function linksThrough(url: string, linksNow: () => Promise<TitleLinks>): Promise<LinkThrough[]> {
  try {
    const links = await linksNow();
    return links.cdnsOf(url).flatMap((cdn) => {
      const link = links.link(url, cdn, 'file');
      return link === undefined ? [] : [{ link: link.url, cdn }];
    });
  } catch {
    // What the origin said is the answer.
    return [];
  }
}

const TOKEN = /\/(t\/\d{10}\.\d+\.[\w-]+|bcdn_token=[^/]+)(?=\/)/;

/** The origin's address of what a CDN answered from, after redirects as well. */
function atOrigin(finalUrl: string, link: string, url: string, { base, match }: CdnSettings): string {
  const final = URL.parse(finalUrl);
  if (finalUrl === link || final === null) return url;
  final.pathname = final.pathname.replace(TOKEN, '');
  if (!final.href.startsWith(base)) return final.href;
  for (const name of ['Policy', 'Expires', 'Signature', 'Key-Pair-Id']) final.searchParams.delete(name);
  return match + final.href.slice(base.length);
}
