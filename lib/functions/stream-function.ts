import { Duration } from 'aws-cdk-lib';
import { type IGrantable, type IPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, Architecture, Code, type IVersion, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type EnvironmentOf, FUNCTIONS, type FunctionBundles, type FunctionName } from '../bundling/functions.ts';
import type { StageSettings } from '../stage/stage-settings.ts';
import { logRemovalPolicy } from '../tables/removal-policy.ts';

export interface StreamFunctionProps<Name extends FunctionName> {
  readonly name: Name;
  readonly description: string;
  readonly bundles: FunctionBundles;
  readonly settings: StageSettings;
  readonly timeoutSeconds: number;
  /** Where it needs less than the stage's functions do. */
  readonly memoryMiB?: number;
  /** Containers reserved for it, and its maximum. */
  readonly reservedConcurrency?: number | undefined;
  /** A variable that is missing does not compile; one that is malformed does not synthesise. */
  readonly environment: EnvironmentOf<Name>;
}

/**
 * Makes every function alike: runtime, memory, its own log group, and its own role, which may only log. Callers invoke
 * `live`, the alias of the version in service, so that a deployment can move over slowly, and back.
 */
export class StreamFunction<Name extends FunctionName = FunctionName> extends Construct implements IGrantable {
  readonly function: LambdaFunction;
  readonly live: Alias;
  readonly memoryMiB: number;
  readonly grantPrincipal: IPrincipal;

  /** @throws ZodError when the environment does not fit its schema */
  constructor(scope: Construct, id: string, props: StreamFunctionProps<Name>) {
    super(scope, id);
    const { settings } = props;
    const logs = new LogGroup(this, 'Logs', {
      retention: settings.logRetentionDays,
      removalPolicy: logRemovalPolicy(settings),
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logs.grantWrite(role);
    this.grantPrincipal = role;
    this.memoryMiB = props.memoryMiB ?? settings.functionMemoryMiB;
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: settings.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      code: Code.fromAsset(props.bundles[props.name]),
      handler: `${props.name}.handler`,
      memorySize: this.memoryMiB,
      timeout: Duration.seconds(props.timeoutSeconds),
      environment: FUNCTIONS[props.name].environment.parse(props.environment),
      logGroup: logs,
      role,
      ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
    });
    this.live = new Alias(this, 'Live', { aliasName: 'live', version: this.function.currentVersion as IVersion });
  }
}
