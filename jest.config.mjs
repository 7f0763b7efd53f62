import { availableParallelism } from 'node:os';

export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // They need a Chromium (`npm run test:browser`) or minutes (`npm run test:slow`, `npm run test:rooms`).
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/browser/',
    '<rootDir>/test/rooms/take-out',
    '\\.slow\\.test\\.ts$',
  ],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.local'],
  globalSetup: '<rootDir>/test/support/set-up/stages-folder.ts',
  globalTeardown: '<rootDir>/test/support/set-up/remove-stages-folder.ts',
  testSequencer: '<rootDir>/test/support/set-up/longest-first.mjs',
  // The longest suites wait for containers more than they compute.
  maxWorkers: availableParallelism() + 2,
  // Only what hangs takes so long, also on a machine that has other work.
  testTimeout: 120_000,
};
