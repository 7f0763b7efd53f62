import base from './jest.config.mjs';

// The console page in a real Chromium: `npm run test:browser`. One file at a time, each with a stack and a browser.
export default {
  ...base,
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
  testTimeout: 180_000,
};
