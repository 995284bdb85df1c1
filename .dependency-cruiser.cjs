/** The import table of ARCHITECTURE.md. `from` may not import `to`; tests are held to the same table as their source. */
const rule = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
const agentPart = (part, allowed) =>
  rule(
    `agent-${part}`,
    { path: `^electron/agent/${part}/`, pathNot: ['\\.test\\.ts$', '/testing/'] },
    { path: '^(electron|renderer|e2e)/', pathNot: [`^electron/agent/${part}/`, ...allowed] },
    'Operations see ports; drivers see their own folder; jobs know steps, not storage.',
  );
const ports = [
  '^electron/agent/storage/(owned-volumes|root-images|storage-backend|storage-checks|volume-naming|volume-sessions|volume-revisions|device-claims|volume-formatter)\\.ts$',
  '^electron/agent/qubes/(folder-mover|vm-confs|vm-registry|vm-folders|disposable-files)\\.ts$',
  '^electron/agent/hypervisor/hypervisor\\.ts$',
  '^electron/agent/inventory/world\\.ts$',
  '^electron/agent/checks/checks\\.ts$',
];
const driver = (folder, family, port) =>
  rule(
    `driver-${folder.replaceAll('/', '-')}`,
    { path: `^electron/agent/${folder}/`, pathNot: '\\.test\\.ts$' },
    {
      path: '^(electron|renderer|e2e)/',
      pathNot: [
        `^electron/agent/${folder}/`,
        `^electron/agent/${family}/${port}\\.ts$`,
        '^electron/agent/(exec|device-mapper)/',
        '^electron/agent/qubes/registry-file/',
        '^electron/agent/copy/',
        '^electron/native/',
        '^electron/core2/',
      ],
    },
    'A driver knows its own folder, its own port, exec, device-mapper, native and shared.',
  );

module.exports = {
  forbidden: [
    rule('no-circular', {}, { circular: true }, 'Cycles hide who depends on whom.'),
    rule(
      'shared-is-plain',
      { path: '^shared/', pathNot: '\\.test\\.ts$' },
      { pathNot: ['^shared/', 'node_modules/zod'] },
      'shared: no Node, Electron, React, DOM.',
    ),
    rule(
      'base-first',
      { path: '^shared/base/' },
      { path: '^shared/', pathNot: '^shared/base/' },
      'base imports nothing of ours.',
    ),
    rule(
      'domain-after-base',
      { path: '^shared/domain/' },
      { path: '^shared/(rules|contract|text|testing)/' },
      'domain imports base.',
    ),
    rule(
      'rules-after-domain',
      { path: '^shared/rules/', pathNot: '\\.test\\.ts$' },
      { path: '^shared/(contract|text|testing)/' },
      'rules import domain and base.',
    ),
    rule(
      'testing-is-for-tests',
      { pathNot: ['\\.test\\.tsx?$', '^shared/testing/', '^renderer/testing/', '^e2e/'] },
      { path: '^shared/testing/' },
      'Builders are for tests.',
    ),
    rule('renderer', { path: '^renderer/' }, { path: '^(electron|e2e)/' }, 'The page speaks through the bridge.'),
    rule(
      'renderer-no-node',
      { path: '^renderer/', pathNot: '\\.test\\.tsx?$' },
      { dependencyTypes: ['core'] },
      'No Node in the page.',
    ),
    rule(
      'view-to-view',
      { path: '^renderer/views/([^/]+)/' },
      { path: '^renderer/views/', pathNot: '^renderer/views/$1/' },
      'Views do not know each other.',
    ),
    rule(
      'components-are-plain',
      { path: '^renderer/components/' },
      { path: '^renderer/(stores|bridge|views)/' },
      'Components get props.',
    ),
    rule(
      'e2e-runs-the-built-app',
      { path: '^e2e/' },
      { path: '^(electron|renderer)/', pathNot: '/testing/' },
      'e2e runs what was built, beside what stands in for other people’s programs.',
    ),
    rule(
      'main-not-agent',
      { path: '^electron/(main|chromium-main|host|ipc)' },
      { path: '^electron/(agent|cli)/' },
      'The window asks the agent over its socket.',
    ),
    rule(
      'client-is-small',
      { path: '^electron/agent-client/' },
      { path: '^electron/', pathNot: '^electron/(agent-client|native)/' },
      'The client is used by window, command line and sandbox.',
    ),
    rule(
      'cli',
      { path: '^electron/cli/', pathNot: '\\.test\\.ts$' },
      { path: '^electron/', pathNot: '^electron/(cli|agent-client|sandbox)/' },
      'The command line is a client.',
    ),
    rule(
      'sandbox',
      { path: '^electron/sandbox/', pathNot: '\\.test\\.ts$' },
      { path: '^electron/', pathNot: '^electron/(sandbox|agent-client|native|core2)/' },
      'The box is a machine, not a part of the agent.',
    ),
    rule(
      'core2-is-formats',
      { path: '^electron/core2/', pathNot: '\\.test\\.ts$' },
      { path: '^(electron|renderer|e2e)/', pathNot: '^electron/core2/' },
      'What core-2 writes, for the agent and for the seed of the sandbox.',
    ),
    agentPart('operations', [...ports, '^electron/agent/(jobs|copy)/']),
    agentPart('admin-operations', [
      '^electron/agent/qubes/admin-api/',
      '^electron/agent/storage/thin-volumes\\.ts$',
      '^electron/agent/jobs/step\\.ts$',
      '^electron/agent/operations/(operation|finish-plan|plan-draft)\\.ts$',
    ]),
    agentPart('checks', ports),
    agentPart('jobs', []),
    agentPart('copy', ['^electron/native/']),
    agentPart('devices', [...ports, '^electron/agent/exec/']),
    agentPart('device-mapper', ['^electron/agent/exec/']),
    driver(
      'storage/lvm',
      'storage',
      '(owned-volumes|storage-backend|storage-checks|thin-volumes|volume-naming|volume-sessions|volume-revisions|device-claims)',
    ),
    driver('storage/file', 'storage', '(root-images|storage-backend|storage-checks|volume-sessions|volume-revisions)'),
    driver('qubes/core2', 'qubes', '(folder-mover|vm-confs|vm-registry|vm-folders|disposable-files)'),
    driver('qubes/admin-api', 'storage', 'thin-volumes'),
    driver('hypervisor/xl', 'hypervisor', 'hypervisor'),
    driver('hypervisor/sandbox-guests', 'hypervisor', 'hypervisor'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.electron.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
