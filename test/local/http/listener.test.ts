import { expect, test } from '@jest/globals';
import { listenOnLoopback, type RequestHandler } from '../../../local/http/listener.ts';

const handler: RequestHandler = {
  request: (_message, response) => void response.end('here'),
  upgrade: (_message, socket) => void socket.destroy(),
};

test('idle connections stay open for more than a minute, as the gateway’s do', async () => {
  const { port, stop } = await listenOnLoopback(0, handler);
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect(await answer.text()).toBe('here');
    expect(answer.headers.get('keep-alive')).toBe('timeout=65');
  } finally {
    await stop();
  }
});

test('a port that is in use is refused in one sentence, and is free again afterwards', async () => {
  const first = await listenOnLoopback(0, handler);
  try {
    await expect(listenOnLoopback(first.port, handler)).rejects.toThrow(
      `Port ${first.port} is in use: choose another one with --port`,
    );
  } finally {
    await first.stop();
  }
  const next = await listenOnLoopback(first.port, handler);
  await next.stop();
});
