import { styleText } from 'node:util';
import { stop as stopBundler } from 'esbuild';
import { HELP, readOptions } from './options.ts';
import { otherLine, type Paint, refreshLine, terminalLine } from './requests/terminal-line.ts';
import { type LocalStack, startStack } from './stack.ts';

// `npm start`: the whole stack on this machine, until it is interrupted.

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  process.stdout.write(HELP);
  process.exit(0);
}

// Output to a file on a full disk is lost, which must not end the stack. A closed pipe does end it.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(1);
  });
}

// Checks that it is a terminal, and NO_COLOR and FORCE_COLOR.
const paint: Paint = (colour, text) => styleText(colour, text, { stream: process.stdout });

let stack: LocalStack | undefined;
try {
  const options = readOptions(args, process.env);
  stack = await startStack(options, {
    console: true,
    onProgress: (line) => console.log(line),
    onApiRequest: (record) => console.log(terminalLine(record, paint)),
    onLog: (record) => {
      const line = refreshLine(record, paint);
      if (line !== undefined) console.log(line);
    },
    onRequest: (request, isApi) => {
      if (options.verbose && !isApi) console.log(otherLine(request, paint));
    },
  });
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
// Nothing is bundled any more, and the process of the bundler would wake every second.
await stopBundler();

// The first key is the operator's; the others belong to callers inside the stack.
const [key] = stack.apiKeys.values();
if (key !== undefined) {
  console.log(`Send the header X-API-Key: ${key}`);
  console.log(`The console with this key: ${stack.url}/#key=${key}`);
}
console.log(`Stream API ready at ${stack.url}`);

let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await stack?.stop();
  process.exit(0);
}

process.on('SIGINT', end);
process.on('SIGTERM', end);
// npm sends a signal to the shell that started us, and not every shell passes it on. The shell's end is then the sign.
if (process.env.npm_lifecycle_event === 'start') {
  const { ppid } = process;
  setInterval(() => process.ppid === ppid || end(), 200).unref();
}
