import type { TableDefinition } from '../../local/template/template.ts';

/** A table with the only key that ours have. */
export const pkTable = (name: string): TableDefinition => ({
  name,
  attributes: [{ AttributeName: 'pk', AttributeType: 'S' }],
  keys: [{ AttributeName: 'pk', KeyType: 'HASH' }],
});
