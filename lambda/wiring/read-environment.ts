/**
 * The function's environment, checked once at cold start.
 *
 * @param rules every variable and its pattern, generated from a schema of `environment.ts`
 * @throws Error naming the variable that is missing or wrong (never its value)
 */
export function readEnvironment<E>(rules: Readonly<Record<string, RegExp>>): E {
  for (const [variable, pattern] of Object.entries(rules)) {
    const value = process.env[variable];
    if (value === undefined) throw new Error(`${variable} is not set`);
    if (!pattern.test(value)) throw new Error(`${variable} is not valid`);
  }
  return process.env as E;
}
