// Answers one event after another for some seconds, each for a title that was not asked for before, and prints how many
// there were and the memory (bytes): resident after the first 5,000, resident at the end, in use then.
const { readFileSync } = require('node:fs');

const [bundle, eventFile, seconds] = process.argv.slice(2);
const text = readFileSync(eventFile, 'utf8');
const { handler } = require(bundle);
const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 28_000 };
const EARLY = 5_000;

(async () => {
  const until = Date.now() + Number(seconds) * 1000;
  let answers = 0;
  let early = 0;
  for (; Date.now() < until; answers++) {
    const event = JSON.parse(text);
    const tmdbId = String(answers + 1);
    event.queryStringParameters.tmdbId = tmdbId;
    event.multiValueQueryStringParameters.tmdbId = [tmdbId];
    const { statusCode } = await handler(event, context);
    if (statusCode !== 200) throw new Error(`Answered ${statusCode}`);
    if (answers === EARLY) early = process.memoryUsage().rss;
  }
  const { rss } = process.memoryUsage();
  global.gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  const { heapUsed, external } = process.memoryUsage();
  const facts = { answers, early, resident: rss, used: heapUsed + external };
  process.stderr.write(`\nBENCH ${JSON.stringify(facts)}\n`, () => process.exit(0));
})();
