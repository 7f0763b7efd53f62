// One cold start: loads a bundle as Lambda does, answers one event, prints what it took (the time in ms since the
// process began).
const { readFileSync } = require('node:fs');

const [bundle, eventFile] = process.argv.slice(2);
const event = JSON.parse(readFileSync(eventFile, 'utf8'));
event.requestContext.requestTimeEpoch = Date.now();
const { handler } = require(bundle);
const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 28_000 };
handler(event, context).then(({ statusCode }) => {
  const total = performance.now();
  if (statusCode !== 200) throw new Error(`Answered ${statusCode}`);
  const { user, system } = process.cpuUsage();
  const facts = { total, cpu: (user + system) / 1000, rss: process.memoryUsage().rss };
  process.stderr.write(`\nBENCH ${JSON.stringify(facts)}\n`, () => process.exit(0));
});
