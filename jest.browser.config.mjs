import base from './jest.config.mjs';

// The console page and the SDK in a real Chromium: `npm run test:browser`. Each file has its own stack and browser.
export default {
  ...base,
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testSequencer: '<rootDir>/test/support/set-up/browser-order.mjs',
  // They wait for film to play more than they compute.
  maxWorkers: 2,
  testTimeout: 180_000,
};
