import base from './jest.config.mjs';

// What waits for real time-outs, runs another tool as its users do, or starts a process for each of its tests:
// `npm run test:slow`.
export default {
  ...base,
  testMatch: ['<rootDir>/test/**/*.slow.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
