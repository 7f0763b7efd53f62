import { type IncomingHttpHeaders, request } from 'node:http';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Milliseconds from the request to the end of the answer. */
  readonly ms: number;
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into whatever came
  readonly json: any;
}

export interface Exchange {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  /** The loopback address to connect to: it is also the one that the client is seen with. */
  readonly host?: '127.0.0.1' | '::1';
}

/** One request on its own connection, the headers exactly as given. Rejects when no whole answer comes. */
export function exchange(port: number, path: string, options: Exchange = {}): Promise<HttpAnswer> {
  const { method = 'GET', headers = {}, body, host = '127.0.0.1' } = options;
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const message = request({ host, port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const isJson = response.headers['content-type'] === 'application/json' && text !== '';
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          text,
          ms: performance.now() - began,
          json: isJson ? JSON.parse(text) : undefined,
        });
      });
    });
    message.on('error', reject);
    message.end(body);
  });
}

export const moviePath = (tmdbId: string | number) => `/api/stream/extract?tmdbId=${tmdbId}&mediaType=movie`;
