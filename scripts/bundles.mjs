// The programs that dist/ holds, as esbuild wants them. Dependencies are bundled; only native ones stay outside.
const common = { bundle: true, logLevel: 'warning' };
const node = { ...common, platform: 'node', target: 'node20', sourcemap: true, external: ['koffi', 'electron'] };

/** What the command line, the agent, the sandbox and the window's host are made of; what they share is in chunks. */
const programs = {
  ...node,
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  outExtension: { '.js': '.mjs' },
  entryPoints: {
    cli: 'electron/cli/cli-main.ts',
    agent: 'electron/agent/agent-main.ts',
    guest: 'electron/agent/hypervisor/sandbox-guests/guest-main.ts',
    'sandbox-owner': 'electron/sandbox/sandbox-owner.ts',
    'box-supervisor': 'electron/sandbox/box-supervisor.ts',
    'chromium-main': 'electron/chromium-main.ts',
    'electron-main': 'electron/main.ts',
  },
  // Bundled CommonJS packages ask for `require`, which a module does not have.
  banner: {
    js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
  },
};

/** A sandboxed preload is CommonJS, whatever the rest is. */
const electronPreload = {
  ...node,
  format: 'cjs',
  sourcemap: false,
  outExtension: { '.js': '.cjs' },
  entryPoints: { 'preload-electron': 'electron/preload/electron-preload.ts' },
};

const chromiumPreload = {
  ...common,
  format: 'iife',
  target: 'chrome140',
  entryPoints: { 'preload-chromium': 'electron/preload/chromium-preload.ts' },
};

const withHook = (holds) => ({ define: { __TEST_HOOK__: String(holds) } });

export const programBundles = [programs, electronPreload, chromiumPreload].map((bundle) => ({
  ...bundle,
  ...withHook(false),
}));

/** The window's hosts once more: these lend their page to a test over a Unix socket, which no other build can. */
export const testHostBundles = [
  {
    ...programs,
    ...withHook(true),
    entryPoints: {
      'chromium-main-for-tests': 'electron/chromium-main.ts',
      'electron-main-for-tests': 'electron/main.ts',
    },
  },
];
