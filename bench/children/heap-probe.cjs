// Preloaded into a container (NODE_OPTIONS): on SIGUSR2 it collects all garbage and writes what is still alive, in
// bytes, to a file of its process id. Resident memory cannot tell a leak from garbage that nobody has collected yet.
const { writeFileSync, renameSync } = require('node:fs');
const { join } = require('node:path');

const file = join(process.env.HEAP_PROBE_FOLDER, String(process.pid));

process.on('SIGUSR2', () => {
  // The thorough kind also lets go of compiled code that is not in use, so that two readings compare.
  global.gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  const { heapUsed, external } = process.memoryUsage();
  writeFileSync(`${file}.part`, String(heapUsed + external));
  renameSync(`${file}.part`, file);
});
