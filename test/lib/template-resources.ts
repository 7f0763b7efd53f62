import type { Template } from 'aws-cdk-lib/assertions';

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
}

/** The resources of one type, or all, by logical id. */
export function resourcesOf(template: Template, type?: string): Array<[string, Resource]> {
  const all = Object.entries(template.toJSON().Resources as Record<string, Resource>);
  return all.filter(([, resource]) => type === undefined || resource.Type === type);
}

/**
 * The one resource of a type, among those whose logical id begins with `prefix`.
 *
 * @throws Error unless there is exactly one
 */
export function onlyResource(template: Template, type: string, prefix = ''): [string, Resource] {
  const found = resourcesOf(template, type).filter(([id]) => id.startsWith(prefix));
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type} begin with "${prefix}"`);
  return found[0]!;
}
