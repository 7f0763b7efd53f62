import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { awsSettings } from './aws-settings.ts';

/** The stack of a stage. */
export const stackName = (stage: string): string => `StreamApi-${stage}`;

/**
 * The outputs of a deployed stage's stack, read with the operator's credentials.
 * @throws Error in one sentence when there is no such stack
 */
export async function stackOutputs(stage: string, given?: CloudFormationClient): Promise<ReadonlyMap<string, string>> {
  // A local stack needs none, and loading it takes longer than the rest of a short command.
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const client = given ?? new CloudFormationClient(awsSettings());
  const name = stackName(stage);
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    const outputs = stack?.Outputs ?? [];
    return new Map(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  } catch (error) {
    if (!/does not exist/.test((error as Error).message)) throw error;
    const where = await placeOf(client);
    throw new Error(
      `There is no stack ${name} in ${where}: choose another region (AWS_REGION) or account (AWS_PROFILE), or deploy it with "npx cdk deploy -c stage=${stage}"`,
      { cause: error },
    );
  }
}

/** Region and, where the credentials name it, account. */
async function placeOf({ config }: CloudFormationClient): Promise<string> {
  const [region, account] = await Promise.all([
    config.region().catch(() => 'this region'),
    config.credentials().then(
      ({ accountId }) => accountId,
      () => undefined,
    ),
  ]);
  return account ? `${region} of account ${account}` : `${region} of your account`;
}

/**
 * One output of a deployed stage's stack.
 * @param without what it means that the stack has no such output, and what to do: a sentence without its beginning
 * @throws Error in one sentence when there is no such stack or output
 */
export async function stackOutput(stage: string, output: string, without?: string): Promise<string> {
  const value = (await stackOutputs(stage)).get(output);
  if (value) return value;
  const remedy = without ?? `it was deployed by an older version: deploy it with "npx cdk deploy -c stage=${stage}"`;
  throw new Error(`Stack ${stackName(stage)} has no output ${output}: ${remedy}`);
}
