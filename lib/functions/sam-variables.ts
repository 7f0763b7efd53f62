import type { Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';

/**
 * Declares, in every function of a stack, the variable with which the AWS SDK finds local tables: `sam local invoke`
 * sets only variables that the template declares (AWS SAM Developer Guide, "Environment variable file"). For templates
 * that are never deployed.
 */
export function declareSamVariables(stack: Stack): void {
  for (const each of stack.node.findAll()) {
    if (each instanceof LambdaFunction) each.addEnvironment('AWS_ENDPOINT_URL_DYNAMODB', 'set by --env-vars');
  }
}
