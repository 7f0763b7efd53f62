/** The parts of a synthesised CloudFormation template that the local stack reads. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template has no types; each reader knows its resource
  readonly Properties?: any;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** Resolves intrinsic functions the way CloudFormation would, with the names that resources have on this machine. */
export class Intrinsics {
  readonly #template: Template;
  readonly #stackName: string;

  constructor(template: Template, stackName: string) {
    this.#template = template;
    this.#stackName = stackName;
  }

  /** The resources of one type: logical id and resolved properties. */
  ofType(type: string): [logicalId: string, properties: ReturnType<typeof JSON.parse>, resource: Resource][] {
    return Object.entries(this.#template.Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, resource]) => [id, this.resolve(resource.Properties ?? {}), resource]);
  }

  physicalName(logicalId: string): string {
    return `${this.#stackName}-${logicalId}`;
  }

  functionArn(name: string, qualifier?: string): string {
    return `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`;
  }

  /** @throws Error for an intrinsic function that the local stack does not know */
  resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.resolve(item)).filter((item) => item !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [name, argument] = entries[0] ?? [];
    if (entries.length === 1 && (name === 'Ref' || name?.startsWith('Fn::'))) return this.#call(name, argument);
    return Object.fromEntries(
      entries.map(([key, item]) => [key, this.resolve(item)]).filter(([, item]) => item !== undefined),
    );
  }

  #call(name: string, argument: unknown): unknown {
    if (name === 'Ref') return this.#ref(argument as string);
    if (name === 'Fn::GetAtt') {
      const [id, attribute] = Array.isArray(argument) ? argument : String(argument).split('.');
      return this.#attribute(id, attribute);
    }
    if (name === 'Fn::Sub') return this.#substitute(argument);
    const list = this.resolve(argument) as unknown[];
    if (name === 'Fn::Join') return (list[1] as unknown[]).join(String(list[0]));
    if (name === 'Fn::Split') return String(list[1]).split(String(list[0]));
    if (name === 'Fn::Select') return (list[1] as unknown[])[Number(list[0])];
    throw new Error(`The local stack cannot resolve ${name}`);
  }

  #ref(id: string): string | undefined {
    if (id === 'AWS::NoValue') return undefined;
    if (id === 'AWS::StackName') return this.#stackName;
    const resource = this.#template.Resources[id];
    const properties = resource?.Properties ?? {};
    switch (resource?.Type) {
      case 'AWS::Lambda::Version':
        return this.functionArn(this.resolve(properties.FunctionName) as string, '1');
      case 'AWS::Lambda::Alias':
        return this.functionArn(this.resolve(properties.FunctionName) as string, properties.Name);
      case 'AWS::ApiGateway::Stage':
        return properties.StageName;
      default:
        return PSEUDO[id] ?? this.physicalName(id);
    }
  }

  #attribute(id: string, attribute: string): string {
    const type = this.#template.Resources[id]?.Type ?? '';
    if (type === 'AWS::Lambda::Function' && attribute === 'Arn') return this.functionArn(this.physicalName(id));
    if (type === 'AWS::Lambda::Version' && attribute === 'Version') return '1';
    return `${this.physicalName(id)}.${attribute}`;
  }

  #substitute(argument: unknown): string {
    const [text, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [
      string,
      Record<string, unknown>,
    ];
    return text.replaceAll(/\$\{(!?)([^}]+)\}/g, (whole, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (name in variables) return String(this.resolve(variables[name]));
      const [id, attribute] = name.split('.');
      return attribute === undefined ? (this.#ref(name) ?? whole) : this.#attribute(id!, attribute);
    });
  }
}
