import { chain } from './chain.ts';

export const handler = chain(0);
