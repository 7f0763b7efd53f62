// Loads one handler. For each message it answers a number of events that were parsed before, and sends the processor
// time of one: unlike elapsed time, that does not depend on other load of the machine.
const { pathToFileURL } = require('node:url');

const [bundle, text] = process.argv.slice(2);
const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 28_000 };

const loaded = import(pathToFileURL(bundle)).then((module) => module.handler ?? module.default.handler);

process.on('message', async ({ calls }) => {
  const handler = await loaded;
  const events = Array.from({ length: calls }, () => JSON.parse(text));
  const began = process.cpuUsage();
  for (const event of events) {
    const { statusCode } = await handler(event, context);
    if (statusCode !== 200) throw new Error(`Answered ${statusCode}`);
  }
  const { user, system } = process.cpuUsage(began);
  const microseconds = (user + system) / calls;
  process.send({ microseconds, rss: process.memoryUsage().rss });
});
process.on('disconnect', () => process.exit(0));
loaded.then(() => process.send('ready'));
