import type { VideoData } from '../../contract/answer.ts';
import { type LinkCheck, LinkChecker, type LinkCheckOptions } from './check-links.ts';

/**
 * Probes the links of one answer. Those whose host is unknown here, or must not be connected to from here, are left
 * out: that says nothing about the provider.
 */
export async function checkAnswerLinks(
  title: string,
  data: VideoData | undefined,
  options: LinkCheckOptions,
): Promise<LinkCheck[]> {
  if (data === undefined) return [];
  const checker = new LinkChecker(options);
  const checks = await checker.check(title, data);
  checker.close();
  return checks.filter(({ verdict, reason = '' }) => verdict !== 'inconclusive' && !/ENOTFOUND|EAI_AGAIN/.test(reason));
}
