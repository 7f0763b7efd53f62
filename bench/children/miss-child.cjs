// Answers one uncached title after the other, and prints the time of each in milliseconds, less what plain requests for
// the same addresses take right before it.
const { readFileSync } = require('node:fs');
const { Agent, get } = require('node:http');

const [bundle, eventFile, rounds, ...addresses] = process.argv.slice(2);
const { handler } = require(bundle);
const text = readFileSync(eventFile, 'utf8');
const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 28_000 };

const agent = new Agent({ keepAlive: true });

/** Milliseconds of the provider and the hosts, asked one after the other. */
async function plainRequests() {
  const began = performance.now();
  for (const address of addresses) {
    await new Promise((resolve, reject) => {
      get(address, { agent }, (response) => response.on('end', resolve).resume()).on('error', reject);
    });
  }
  return performance.now() - began;
}

async function answerAll() {
  const milliseconds = [];
  // The first rounds load and warm the code of a miss.
  for (let round = -100; round < Number(rounds); round++) {
    const event = JSON.parse(text);
    event.requestContext.requestTimeEpoch = Date.now();
    event.multiValueQueryStringParameters.tmdbId = [String(10_000 + round)];
    const plainMs = await plainRequests();
    const began = performance.now();
    const { statusCode, headers } = await handler(event, context);
    if (statusCode !== 200 || !headers['Cache-Status'].includes('fwd=miss')) throw new Error(`Answered ${statusCode}`);
    if (round >= 0) milliseconds.push(performance.now() - began - plainMs);
  }
  return milliseconds;
}

answerAll().then((milliseconds) =>
  process.stderr.write(`\nBENCH ${JSON.stringify(milliseconds)}\n`, () => process.exit(0)),
);
