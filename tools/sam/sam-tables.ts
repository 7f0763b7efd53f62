import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startTables, stopServices } from './services.ts';

const USAGE = `npm run sam:tables [-- --stop]

Starts the dev stage's tables with the sample titles in a container, where "sam local invoke" reaches them; --stop
removes them. Synthesise the stage first: npx cdk synth -c stage=dev -c architecture=x86_64 -c sam=true`;

const TEMPLATE = join(import.meta.dirname, '..', '..', 'cdk.out', 'StreamApi-dev.template.json');

try {
  const { values } = parseArgs({ options: { stop: { type: 'boolean', default: false } } });
  if (values.stop) stopServices();
  else {
    await startTables(TEMPLATE);
    console.log('The tables run. To remove them: npm run sam:tables -- --stop');
  }
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`);
  process.exitCode = 1;
}
