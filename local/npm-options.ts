import { OptionError } from './option-values.ts';

/**
 * Refuses a start whose options npm has taken for its own: of `npm start --port 4301` this process gets `4301` at most,
 * and npm keeps the rest as its settings.
 *
 * @param names of the options, without dashes
 * @throws OptionError with the command as it was meant
 */
export function refuseOptionsOfNpm(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): void {
  if (environment.npm_lifecycle_event !== 'start') return;
  const taken = names.flatMap((name) => {
    const value = environment[`npm_config_${name.replaceAll('-', '_')}`];
    return value === undefined || value === '' ? [] : [{ name, value }];
  });
  if (taken.length === 0) return;
  // Of several options whose values are apart, npm does not show which value was whose.
  const isUnclear = taken.filter(({ value }) => value === 'true').length > 1;
  const meant = taken.map(({ name, value }) => `--${name}${value === 'true' ? (isUnclear ? ' …' : '') : ` ${value}`}`);
  const command = ['npm start --', ...meant, ...(isUnclear ? [] : args)].join(' ');
  throw new OptionError(`npm took --${taken[0]!.name} for its own option: put -- before the options (${command})`);
}
