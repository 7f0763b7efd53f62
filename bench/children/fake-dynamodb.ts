import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { answerItem } from '../handlers/table-stub.ts';

/*
 * Stands in for DynamoDB at a cold start: over TLS, in its own process, with fixed answers. Takes key and certificate
 * as arguments, and prints its port. It counts and stores nothing.
 */

const [key = '', cert = ''] = process.argv.slice(2);

const attribute = (value: unknown): object => {
  if (value instanceof Uint8Array) return { B: Buffer.from(value).toString('base64') };
  return typeof value === 'number' ? { N: String(value) } : { S: value };
};

const attributes = (item: object) =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, attribute(value)]));

function answerTo(target: string, body: string): object {
  if (!target.endsWith('.GetItem')) return { Attributes: { requests: { N: '1' } } };
  if (body.includes('"salt#')) return { Item: attributes({ salt: new Uint8Array(32) }) };
  return body.includes('#purges"') ? {} : { Item: attributes(answerItem(Date.now())) };
}

const server = createServer({ key, cert }, (request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => {
    const answer = JSON.stringify(answerTo(String(request.headers['x-amz-target']), body));
    response.writeHead(200, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': Buffer.byteLength(answer),
      'x-amzn-requestid': 'bench',
    });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
