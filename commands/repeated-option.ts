import type { ParseArgsOptionsConfig } from 'node:util';

/** What `parseArgs` returns of a word of the command line, as much of it as is used here. */
interface Token {
  readonly kind: string;
  readonly name?: string;
}

/** The first option that is given twice and takes one value: of these the parser keeps the last without a word. */
export function repeatedOption(tokens: readonly Token[], options: ParseArgsOptionsConfig): string | undefined {
  const names = tokens.flatMap(({ kind, name }) => (kind === 'option' && name !== undefined ? [name] : []));
  return names.find((name, at) => {
    const option = options[name];
    return option?.type === 'string' && option.multiple !== true && names.indexOf(name) < at;
  });
}
