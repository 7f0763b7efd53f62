import module from 'node:module';
import { fileURLToPath } from 'node:url';

// Most of a start is loading modules, above all those of CDK: what was compiled once is not compiled again ("Module
// compile cache" in Node's documentation). Not in the system's temporary folder, where others could write. Node 20 has
// no such cache; require-node.mjs ends it.
module.enableCompileCache?.(fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url)));
