import { z } from 'zod';
import { checkOwnDomain, ownDomain } from '../own-domain.ts';
import { throttle } from './access.ts';

/** AWS WAF counts at least ten requests and at most two billion ("Rate-based rule statement"). */
const FLOOD_LIMITS = { min: 10, max: 2_000_000_000 };

/** CDK's upload prefixes the page's files with the path without its first slash: at most 104 characters. */
const CONSOLE_PATH_MAX_LENGTH = 105;

/** CloudFront and a firewall in front of the API, on the operator's own site. */
export const edge = z
  .strictObject({
    /** Where the site itself is served from: requests that are not under `/api/` go there. */
    siteOrigin: z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text && !/:\d/.test(text), {
      error: 'must be an origin such as https://origin.example.com, without port, path or trailing slash',
    }),
    ...ownDomain,
    /** Of all visitors together, since the distribution is one client of the API. */
    plan: throttle,
    /** Raised by one, it gives the distribution a new key. Also to be raised after the API itself was replaced. */
    keyVersion: z.int().positive().default(1),
    /** Requests to the API that one address may send in five minutes before the firewall refuses it. */
    floodLimit: z.int().min(FLOOD_LIMITS.min).max(FLOOD_LIMITS.max),
    /** Path of the console page on the site. Without it the page is not deployed. */
    console: z
      .string()
      .refine((text) => /^(\/\w[\w.-]*)+$/.test(text) && !/^\/api(\/|$)/.test(text), {
        error: 'must be a path such as /stream-console, without trailing slash and not under /api',
      })
      .max(CONSOLE_PATH_MAX_LENGTH)
      .optional(),
  })
  .superRefine(({ domain, certificate, siteOrigin }, context) => {
    if (domain !== undefined && new URL(siteOrigin).hostname === domain) {
      const message = `must not be the domain itself: ${domain} will lead to CloudFront, which would ask itself`;
      context.addIssue({ code: 'custom', path: ['siteOrigin'], message });
    }
    checkOwnDomain({ domain, certificate }, context);
  });

export type EdgeSettings = z.output<typeof edge>;
