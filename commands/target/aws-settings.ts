/**
 * Options of every AWS client. The SDK reads AWS_REGION and the profile's region (AWS_PROFILE, ~/.aws/config), but not
 * AWS_DEFAULT_REGION, which the AWS CLI and the CDK take.
 */
export function awsSettings(): { readonly region?: string } {
  const region = process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION;
  return region ? { region } : {};
}

/** ` of profile work`; empty without one. */
const ofProfile = (): string => (process.env.AWS_PROFILE ? ` of profile ${process.env.AWS_PROFILE}` : '');

const SET_UP = 'set AWS_PROFILE, or run "aws configure" (docs/operations.md)';

/**
 * What an error of the AWS SDK means for the person at the command line, and what to do. Undefined for an error that
 * explains itself.
 */
export function awsAdvice(error: unknown): string | undefined {
  const { name = '', message = '' } = error as Partial<Error>;
  if (/^Region is missing/i.test(message)) {
    return `No AWS region is set${ofProfile()}: write AWS_REGION=eu-central-1 before the command, ${SET_UP}`;
  }
  if (/expired/i.test(name) || /security token.*expired|session has expired/i.test(message)) {
    return `The AWS credentials${ofProfile()} have expired: sign in again ("aws sso login")`;
  }
  if (name === 'CredentialsProviderError') {
    return `No AWS credentials${ofProfile()} can be found (${message}): sign in ("aws sso login"), ${SET_UP}`;
  }
  if (/^(UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch)/.test(name)) {
    return `AWS does not know the credentials${ofProfile()}: see whose they are with "aws sts get-caller-identity"`;
  }
  if (/^AccessDenied|^UnauthorizedOperation/.test(name))
    return `The AWS credentials${ofProfile()} may not do this: ${message}`;
  if (name === 'ResourceNotFoundException' && /^Requested resource not found/.test(message)) {
    return 'There is no such table: is it in another region (AWS_REGION) or account (AWS_PROFILE)?';
  }
  const host = /ENOTFOUND (\S+\.amazonaws\.com)/.exec(message)?.[1];
  if (host) return `${host} cannot be found: is the region right, and the network up?`;
  return undefined;
}
