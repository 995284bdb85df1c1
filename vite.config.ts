import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    // One file, read from the disk: splitting it would gain nothing.
    chunkSizeWarningLimit: 1000,
    // The page is only ever shown by Electron's or the system's Chromium.
    target: 'chrome130',
    // The content policy allows no data: address.
    assetsInlineLimit: 0,
    // It would be an inline script.
    modulePreload: { polyfill: false },
  },
});
