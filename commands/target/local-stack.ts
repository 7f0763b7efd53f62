/** The answer of a local stack at `GET /local/stack`. */
export interface LocalStack {
  readonly endpoints: { readonly dynamodb: string; readonly lambda: string };
  /** Names of the tables. */
  readonly tables: { readonly cache: string; readonly catalogue: string; readonly [name: string]: string };
  /** Names of the functions. */
  readonly functions?: Readonly<Record<string, string>>;
  /** Providers that the stack has for its console, and nobody has set. */
  readonly ownProviders?: readonly string[];
  /** Private origins whose media it reads. */
  readonly trustedOrigins?: readonly string[];
  /** Where its links with path tokens lead, with which secret they are signed, and for how long. */
  readonly signedMedia?: readonly { readonly secret: string; readonly url: string; readonly linkSeconds: number }[];
}

/** SDK clients need a region and credentials even where nothing checks them. */
export const LOCAL_CREDENTIALS = {
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;

/**
 * The origin that `--endpoint` names; a host and port are enough.
 * @throws Error when it names none
 */
export function localOrigin(endpoint: string): string {
  const address = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(endpoint) ? endpoint : `http://${endpoint}`);
  if (!address || !/^https?:$/.test(address.protocol)) {
    throw new Error(`${endpoint} is not the address of a local stack, such as http://localhost:3000`);
  }
  return address.origin;
}

/**
 * Asks the local stack at `endpoint` (`http://localhost:3000`) for its tables and functions.
 * @throws Error in one sentence when no local stack answers there
 */
export async function describeLocalStack(endpoint: string): Promise<LocalStack> {
  const url = new URL('/local/stack', localOrigin(endpoint));
  let answer: unknown;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    answer = response.ok ? await response.json() : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) answer = undefined;
    else throw new Error(`No local stack answers at ${endpoint}: start it with "npm start"`, { cause: error });
  }
  const stack = answer as Partial<LocalStack> | null | undefined;
  if (!stack?.endpoints?.dynamodb || !stack.tables?.catalogue) {
    throw new Error(`What answers at ${endpoint} is not a local stack of Stream API`);
  }
  return stack as LocalStack;
}
