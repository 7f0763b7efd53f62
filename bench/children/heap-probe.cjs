// Preloaded into a container (NODE_OPTIONS): on SIGUSR2 it collects all garbage and writes the bytes that are still in
// use to a file named by the process id. Resident memory also contains garbage, which is not a leak.
const { writeFileSync, renameSync } = require('node:fs');
const { join } = require('node:path');

const file = join(process.env.HEAP_PROBE_FOLDER, String(process.pid));

process.on('SIGUSR2', () => {
  // This kind of collection also drops unused compiled code, so that two readings can be compared.
  global.gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  const { heapUsed, external } = process.memoryUsage();
  writeFileSync(`${file}.part`, String(heapUsed + external));
  renameSync(`${file}.part`, file);
});
