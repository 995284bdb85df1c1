import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The few files that may start programs; everything else goes through one of them. */
const programStarters = [
  'electron/agent/exec/command-runner.ts',
  'electron/agent-client/launch-process.ts',
  'electron/host/chromium-process.ts',
  'electron/sandbox/child-processes.ts',
];

const noChildProcess = {
  'no-restricted-imports': [
    'error',
    {
      paths: ['node:child_process', 'child_process', 'execa'].map((name) => ({
        name,
        message: 'Programs are started in one place per process: see programStarters in eslint.config.js.',
      })),
    },
  ],
};

/** As a named import, zod comes with every language that it speaks, and a program takes twice as long to start. */
const noWholeZod = {
  'no-restricted-syntax': [
    'error',
    { selector: "ImportDeclaration[source.value='zod'] ImportSpecifier", message: "Write `import * as z from 'zod'`." },
  ],
};

export default defineConfig(
  { ignores: ['dist', 'release', 'node_modules', 'test-results', 'playwright-report'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.electron.json', './tsconfig.renderer.json', './tsconfig.e2e.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'max-lines': ['error', { max: 250 }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      eqeqeq: 'error',
      ...noChildProcess,
      ...noWholeZod,
    },
  },
  { files: programStarters, rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', 'e2e/**', 'scripts/**', '*.config.ts'],
    rules: { 'no-restricted-imports': 'off', 'no-restricted-exports': 'off', 'max-lines': 'off' },
  },
);
