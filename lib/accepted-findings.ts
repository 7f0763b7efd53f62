import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/*
 * Findings of cdk-nag's AwsSolutions rules that are accepted on purpose, each with its reason. A finding in none of
 * these tables fails the synthesis.
 */

type Findings = Readonly<Record<string, string>>;

const managedPolicy = (name: string) => `IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/${name}]`;

export const API_FINDINGS: Findings = {
  APIG1:
    'Access logs need a role that the whole account shares, so they are a setting of the stage (accessLogs); the function logs every request.',
  APIG2:
    'The function validates every parameter against the contract and names the field that is wrong, which the gateway cannot.',
  APIG3: 'The firewall is at the edge, where a stage has one; the stage and its usage plans throttle in any case.',
  APIG4: 'The catalogue is public or behind API keys by the setting of the stage; there are no user accounts.',
  APIG6: 'Execution logs hold whole requests, addresses included, which must not be kept.',
  COG4: 'The API has no user accounts, hence no user pool.',
  [managedPolicy('AWSCodeDeployRoleForLambdaLimited')]:
    'AWS keeps this policy in step with what CodeDeploy does to Lambda aliases; it is the limited one.',
};

export const ACCOUNT_LOGGING_FINDINGS: Findings = {
  [managedPolicy('AmazonAPIGatewayPushToCloudWatchLogs')]:
    'API Gateway checks the role of the account against exactly this policy.',
};

export const EDGE_FINDINGS: Findings = {
  CFR1: 'Where titles may be watched is decided by the site and its licences, not by the API.',
  CFR3: 'Access logs of CloudFront hold the addresses of visitors, which must not be kept.',
};

/** A distribution that has only CloudFront's own domain name. */
export const EDGE_WITHOUT_DOMAIN: Findings = {
  CFR4: "CloudFront alone decides on the protocols of its domain name; with the site's domain it is TLS 1.2 or newer.",
};

/** The bucket of the console page. */
export const CONSOLE_BUCKET: Findings = {
  S1: 'Only the distribution reads it, and it holds nothing but the published page.',
};

/**
 * The role that uploads the console page.
 *
 * @param qualifier of the bootstrapped region, which is part of its asset bucket's name
 */
export const consoleUploadRole = (region: string, qualifier = 'hnb659fds'): Findings => ({
  [`IAM5[Resource::arn:aws:s3:::cdk-${qualifier}-assets-<AWS::AccountId>-${region}/*]`]:
    'The built page is an asset, and its name changes with each build.',
  'IAM5[Resource::<ConsoleFiles2D43986C.Arn>/*]':
    "The bucket holds nothing but the page, and the names of the page's files change with its build.",
});

/** CDK's own function, the same for every upload of a stack. */
export const CONSOLE_UPLOAD_FUNCTION: Findings = {
  L1: 'CDK chooses the runtime of its upload, which runs only while the stack is deployed.',
};

/** The distribution of the media. */
export const MEDIA_EDGE: Findings = {
  CFR1: 'Where titles may be watched is decided by the site and its licences, which decide who gets a link.',
  CFR2: 'A request without a link that is signed ends in the function, before origin and cache.',
  CFR3: 'Access logs of CloudFront would hold the addresses of viewers, and the tokens of their links.',
};

/** A distribution of the media that has only CloudFront's own domain name. */
export const MEDIA_EDGE_WITHOUT_DOMAIN: Findings = {
  CFR4: "CloudFront alone decides on the protocols of its domain name; with the operator's domain it is TLS 1.2 or newer.",
};

/** The bucket of the media. */
export const MEDIA_BUCKET: Findings = {
  S1: 'Only the distribution reads it, and its access log would hold what each viewer watched.',
};

/** A table whose content is extracted again when it is lost. */
export const REBUILT_TABLE: Findings = {
  DDB3: 'Its items are kept for hours, and extracted again when they are lost.',
};

/** The table with the salt of the day. */
export const NO_BACKUP_BY_DESIGN: Findings = {
  DDB3: 'A salt that could be restored would make the hashes of past days readable.',
};

/** The table of what viewers prefer. */
export const VIEWERS_TABLE: Findings = {
  DDB3: 'What a viewer deletes must be removed, and a backup would keep it.',
};

/** The table of sums of what players report. */
export const SUMS_TABLE: Findings = {
  DDB3: 'Its sums say how viewing went, and are deleted after 90 days; nothing is answered from them.',
};

/** The key of the hashes of viewers. */
export const PEPPER_SECRET: Findings = {
  SMG4: 'With another key every viewer would be another: what they prefer would be lost.',
};

/** The table of the connections. */
export const CONNECTIONS_TABLE: Findings = {
  DDB3: 'Its rows are those of open connections: a backup of them would restore nothing.',
};

/** The role that posts to connections. @param region of the stage, @param account of it; as cdk-nag writes them */
export const connectionsRole = (region = '<AWS::Region>', account = '<AWS::AccountId>'): Findings => ({
  [`IAM5[Resource::arn:<AWS::Partition>:execute-api:${region}:${account}:<NotifyApi80C695A1>/live/*/@connections/*]`]:
    'API Gateway names each connection as it is made.',
});

/** The catalogue of a stage that keeps no data. */
export const DISPOSABLE_TABLE: Findings = {
  DDB3: 'This stage keeps no data: its catalogue is imported again from its file.',
};

/** The secrets with the distribution's key and the API's domain. */
export const HANDOVER_SECRET: Findings = {
  SMG4: 'CloudFormation passes its value to CloudFront: it changes by a deployment (docs/operations.md, "The edge").',
};

/** Accepts the findings for a construct and everything in it. */
export function acceptFindings(scope: IConstruct, findings: Findings): void {
  for (const [rule, reason] of Object.entries(findings)) {
    Validations.of(scope).acknowledge({ id: `AwsSolutions-${rule}`, reason });
  }
}
