interface SettingSource<T> {
  readonly environmentVariableSelector: (environment: NodeJS.ProcessEnv) => T | undefined;
  readonly default: T | (() => T | Promise<T>);
}

/**
 * Stands in for the SDK's search for a client's setting, which reads `~/.aws/config` before the first call. Lambda has
 * no such file: a setting is in the environment or has its default.
 */
export function loadConfig<T>({ environmentVariableSelector, default: otherwise }: SettingSource<T>): () => Promise<T> {
  let setting: Promise<T> | undefined;
  const load = async () => {
    const set = environmentVariableSelector(process.env);
    if (set !== undefined) return set;
    return typeof otherwise === 'function' ? (otherwise as () => T | Promise<T>)() : otherwise;
  };
  return () => {
    setting ??= load();
    return setting;
  };
}
