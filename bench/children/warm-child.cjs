// Holds one handler; for each message answers so many events, which were parsed before, and tells the processor time of
// one: unlike the clock's, it does not count what else the machine does.
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
