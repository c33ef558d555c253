import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** `unit` sits beside its source and needs nothing; the others cross folders and may start real processes. */
export default defineConfig({
  plugins: [react()],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{electron,network,shared,renderer,scripts}/**/*.test.{ts,tsx}'],
          testTimeout: 15_000,
          // Half of the tests wait for something; one worker a core would wait with them.
          pool: 'threads',
          maxWorkers: 4,
        },
      },
      {
        extends: true,
        test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], testTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: 'machine',
          include: ['tests/{attacks,cli,docker,faults,hardware,machine,network,probe}/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          maxWorkers: 3,
        },
      },
    ],
  },
});
