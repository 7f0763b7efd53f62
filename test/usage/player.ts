import { Agent, request } from 'node:http';

/** One record, as players write it. Keys are in the order of the alphabet there; it does not matter. */
export function record(fields: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries<string | number | boolean>({ v: 2, ...fields })
    .map(([key, value]) => (value === true ? key : `${key}=${value}`))
    .join(',');
}

/** A body, which ends in a line feed. */
export const body = (...records: Readonly<Record<string, string | number | boolean>>[]): string =>
  records.map((each) => `${record(each)}\n`).join('');

export const text = (value: string): string => `"${value}"`;

export interface Posted {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Posts like players on several machines: each loopback address is another client. */
export class Players {
  readonly #port: number;
  readonly #agents = new Map<string, Agent>();

  constructor(port: number) {
    this.#port = port;
  }

  /** @param client number of a loopback address */
  post(
    query: string,
    content: string | Buffer,
    { client = 1, headers = {}, method = 'POST' }: { client?: number; headers?: object; method?: string } = {},
  ): Promise<Posted> {
    const localAddress = `127.0.${1 + Math.floor(client / 250)}.${1 + (client % 250)}`;
    const agent = this.#agents.get(localAddress) ?? new Agent({ keepAlive: true, localAddress, maxSockets: 4 });
    this.#agents.set(localAddress, agent);
    return new Promise((resolve, reject) => {
      const path = `/api/stream/cmcd?${query}`;
      const own = { 'Content-Length': Buffer.byteLength(content), ...headers };
      const options = { host: '127.0.0.1', port: this.#port, path, method, headers: own, agent };
      const message = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode: status = 0, headers } = response;
          resolve({ status, headers, text: Buffer.concat(chunks).toString() });
        });
      });
      message.on('error', reject);
      message.end(content);
    });
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }
}
