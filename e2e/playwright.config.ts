import { defineConfig } from '@playwright/test';
import type { WorkerFixtures } from './fixtures/app.ts';
import { electronBinary } from './fixtures/electron-binary.ts';

const isElectronHere = electronBinary() !== undefined;
// Workers read this file too.
const isWorker = process.env['TEST_WORKER_INDEX'] !== undefined;
if (!isElectronHere && !isWorker)
  console.log('No Electron binary here: the window is tested on the system Chromium only.');

export default defineConfig<object, Pick<WorkerFixtures, 'host'>>({
  testDir: 'specs',
  outputDir: '../test-results',
  workers: 1,
  timeout: 120_000,
  reporter: 'list',
  use: {
    headless: process.env['HEADED'] === undefined,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'chromium', use: { host: 'chromium' } },
    ...(isElectronHere ? [{ name: 'electron', use: { host: 'electron' as const } }] : []),
  ],
});
