declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** A DynamoDB server; not listening yet. */
  export default function dynalite(options?: {
    /** Folder of its LevelDB store; in memory when absent. */
    path?: string;
    /** How long a new table stays in CREATING, in milliseconds. */
    createTableMs?: number;
  }): Server;
}
