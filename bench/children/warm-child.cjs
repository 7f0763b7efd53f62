// Loads one handler. For each message it answers a number of events that were parsed before, and sends the processor
// time of one: unlike elapsed time, that does not depend on other load of the machine.
const { readFileSync } = require('node:fs');

const [bundle, eventFile] = process.argv.slice(2);
const { handler } = require(bundle);
const text = readFileSync(eventFile, 'utf8');
const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 28_000 };

process.on('message', async ({ calls }) => {
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
process.send('ready');
