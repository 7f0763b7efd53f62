import { z } from 'zod';
import { providerSettings } from '../../../contract/provider-settings.ts';

/** Hosts in the operator's network: names without a dot, loopback, and the private addresses of RFC 1918. */
const OWN_NETWORK = /^([^.:]+|\[::1\]|127\.[\d.]+|10\.[\d.]+|172\.(1[6-9]|2\d|3[01])\.[\d.]+|192\.168\.[\d.]+)$/;

/** The providers of the stage, in the order in which an extraction asks them. */
export const providers = z
  .array(providerSettings)
  .min(1)
  .superRefine((all, context) => {
    const names = all.map(({ name }) => name);
    const repeated = names.find((name, index) => names.indexOf(name) !== index);
    if (repeated !== undefined) {
      const message = `must have different names: "${repeated}" is there twice`;
      context.addIssue({ code: 'custom', message });
    }
    for (const [index, each] of all.entries()) {
      if (each.type !== 'http' || each.tokenSecret === undefined || !isReadableOnTheWay(each.url)) continue;
      const message = 'must begin with https://, or its token crosses the internet in the clear';
      context.addIssue({ code: 'custom', path: [index, 'url'], message });
    }
  });

function isReadableOnTheWay(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed?.protocol === 'http:' && !OWN_NETWORK.test(parsed.hostname);
}
