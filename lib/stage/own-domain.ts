import { z } from 'zod';

/** A domain of the operator at CloudFront, and its certificate: both or neither. */
export const ownDomain = {
  /** The domain that visitors use. Without it they use the distribution's. */
  domain: z
    .string()
    .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/)
    .optional(),
  /** ARN of the domain's certificate, in the one region from which CloudFront takes certificates. */
  certificate: z
    .string()
    .refine((text) => /^arn:aws:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]+$/.test(text), {
      error: 'must be the ARN of a certificate in us-east-1, which is where CloudFront looks',
    })
    .optional(),
};

interface OwnDomain {
  readonly domain?: string | undefined;
  readonly certificate?: string | undefined;
}

/** Refuses a domain without a certificate, and a certificate without a domain. */
export function checkOwnDomain({ domain, certificate }: OwnDomain, context: z.core.$RefinementCtx): void {
  if (domain !== undefined && certificate === undefined) {
    context.addIssue({ code: 'custom', path: ['certificate'], message: `must be set for the domain ${domain}` });
  }
  if (certificate !== undefined && domain === undefined) {
    context.addIssue({ code: 'custom', path: ['domain'], message: 'must be set where a certificate is' });
  }
}
