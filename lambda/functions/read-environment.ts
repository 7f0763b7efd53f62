/** A validator that was compiled from a schema of `environment.ts`. */
type EnvironmentValidator = ((data: unknown) => boolean) & {
  errors?: readonly { instancePath: string; keyword: string; params?: Record<string, unknown> }[] | null;
};

/**
 * The function's environment, checked once at cold start.
 *
 * @throws Error naming the variable that is missing or wrong (never its value)
 */
export function readEnvironment<E>(validate: EnvironmentValidator): E {
  if (validate(process.env)) return process.env as E;
  const [error] = validate.errors ?? [];
  const variable = error?.instancePath.slice(1) || error?.params?.missingProperty || 'environment';
  throw new Error(`${variable} ${error?.keyword === 'required' ? 'is not set' : 'is not valid'}`);
}
