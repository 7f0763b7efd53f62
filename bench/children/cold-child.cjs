// One cold start: loads a bundle as Lambda does, answers one event, prints the times (ms since the process began).
const { readFileSync } = require('node:fs');

const [bundle, eventFile] = process.argv.slice(2);
const event = JSON.parse(readFileSync(eventFile, 'utf8'));
event.requestContext.requestTimeEpoch = Date.now();
const began = performance.now();
const { handler } = require(bundle);
const loaded = performance.now();
const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 28_000 };
handler(event, context).then(({ statusCode }) => {
  const total = performance.now();
  if (statusCode !== 200) throw new Error(`Answered ${statusCode}`);
  const { user, system } = process.cpuUsage();
  const facts = { total, load: loaded - began, answer: total - loaded, cpu: (user + system) / 1000 };
  process.stderr.write(`\nBENCH ${JSON.stringify({ ...facts, rss: process.memoryUsage().rss })}\n`, () =>
    process.exit(0),
  );
});
