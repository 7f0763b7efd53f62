import type { HttpClient, HttpResponse } from '../outgoing/http-client.ts';
import type { TitleLinks } from './title-links.ts';

/**
 * A client that reads through the stage's CDN what the origin refuses: an origin behind a CDN is often open to nobody
 * else. The answer has the origin's address, so that nothing that is read of it keeps a token.
 */
export const cdnClient = (client: HttpClient, linksNow: () => Promise<TitleLinks>): HttpClient => ({
  get: async (url, options) => {
    let refused: HttpResponse | undefined;
    let failure: unknown;
    try {
      refused = await client.get(url, options);
      if (refused.status !== 401 && refused.status !== 403) return refused;
    } catch (error) {
      if (options.signal.aborted) throw error;
      failure = error;
    }
    const link = await linkThrough(url, linksNow);
    if (link !== undefined) {
      const { finalUrl, ...answer } = await client.get(link, options);
      return { ...answer, finalUrl: finalUrl === link ? url : finalUrl };
    }
    if (refused === undefined) throw failure;
    return refused;
  },
  close: () => client.close(),
});

/** Undefined where no CDN leads to it, or there is no key. */
async function linkThrough(url: string, linksNow: () => Promise<TitleLinks>): Promise<string | undefined> {
  try {
    const links = await linksNow();
    for (const cdn of links.cdnsOf(url)) {
      const link = links.link(url, cdn, 'file');
      if (link !== undefined) return link.url;
    }
  } catch {
    // What the origin said is the answer.
  }
  return undefined;
}
