import base from './jest.config.mjs';

// Each room taken out of a copy of the project: `npm run test:rooms`.
export default {
  ...base,
  testMatch: ['<rootDir>/test/rooms/take-out.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
  // The four checks of a room, and the first of the next one.
  maxConcurrency: 5,
  // Each copy makes its stages.
  globalSetup: undefined,
  globalTeardown: undefined,
  testTimeout: 300_000,
};
