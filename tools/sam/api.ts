import { connect, createServer } from 'node:net';
import { startStack } from '../../local/stack.ts';

/*
 * The API that the canary visits under `sam local invoke`: the local stack in a container on its network. The stack
 * listens on loopback only, so a second listener passes connections on.
 */

const PORT = 3000;

const stack = await startStack({
  port: 0,
  stage: 'dev',
  providerUrls: [],
  containers: 1,
  dataDir: '/tmp/stream-api',
  trustedOrigins: [],
});
createServer((from) => {
  const to = connect(stack.port, '127.0.0.1');
  from.pipe(to).pipe(from);
  for (const socket of [from, to]) socket.on('error', () => [from, to].map((each) => each.destroy()));
}).listen(PORT, '0.0.0.0', () => console.log('ready'));
