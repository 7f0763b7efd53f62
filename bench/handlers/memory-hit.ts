import { chain } from './chain.ts';

export const handler = chain(32 * 1024 * 1024);
