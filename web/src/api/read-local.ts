/** Reads what the local stack has at a path below `/local/`. @throws Error with the status where it is no success */
export async function readLocal<T>(path: string, signal: AbortSignal | null = null): Promise<T> {
  const response = await fetch(`/local/${path}`, { signal });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return (await response.json()) as T;
}
