import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/**
 * One output of a deployed stage's stack, read with the operator's credentials.
 * @throws Error in one sentence when there is no such stack or output
 */
export async function stackOutput(
  stage: string,
  output: string,
  client: CloudFormationClient = new CloudFormationClient(),
): Promise<string> {
  const name = `StreamApi-${stage}`;
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
  const value = stack?.Outputs?.find(({ OutputKey }) => OutputKey === output)?.OutputValue;
  if (!value) {
    const remedy = `deploy it with "npx cdk deploy -c stage=${stage}", or its settings are without`;
    throw new Error(`Stack ${name} has no output ${output}: ${remedy}`);
  }
  return value;
}
