import { request as ask, createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What reached the API's collector. */
export interface Report {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly contentType: string | undefined;
  readonly cookie: string | undefined;
  readonly records: readonly string[];
}

/** An origin in front of a stack, which passes everything on and remembers what players report. */
export interface RecordingApi {
  readonly url: string;
  readonly reports: Report[];
  close(): Promise<void>;
}

export async function startRecordingApi(stackPort: () => number): Promise<RecordingApi> {
  const reports: Report[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { method = '', url = '', headers } = request;
    if (url.startsWith('/api/stream/cmcd')) {
      const records = body.toString().split('\n').filter(Boolean);
      reports.push({ method, url, contentType: headers['content-type'], cookie: headers.cookie, records });
    }
    const target = { port: stackPort(), host: '127.0.0.1', path: url, method, headers };
    const passedOn = ask(target, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passedOn.on('error', () => response.writeHead(502).end());
    passedOn.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reports,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
