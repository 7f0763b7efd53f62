import { readOptions } from './options.ts';
import { type LocalStack, startStack } from './stack.ts';

// `npm start`: the whole stack on this machine, until it is interrupted.

let stack: LocalStack | undefined;
try {
  stack = await startStack(readOptions(process.argv.slice(2), process.env), {
    onProgress: (line) => console.log(line),
    onRequest: ({ method, path, status, ms }) => console.log(`${method} ${path} ${status} ${ms} ms`),
  });
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}

for (const value of stack.apiKeys.values()) console.log(`Send the header X-API-Key: ${value}`);
console.log(`Stream API ready at ${stack.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await stack.stop();
    process.exit(0);
  });
}
