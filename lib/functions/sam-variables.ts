import type { Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';

/**
 * Declares, in every function of a stack, the variable that leads the AWS SDK to other tables than AWS's own. `sam local
 * invoke` gives a function only the variables that the template declares (AWS SAM Developer Guide, "Environment variable
 * file"). For templates that are never deployed.
 */
export function declareSamVariables(stack: Stack): void {
  for (const each of stack.node.findAll()) {
    if (each instanceof LambdaFunction) each.addEnvironment('AWS_ENDPOINT_URL_DYNAMODB', 'set by --env-vars');
  }
}
