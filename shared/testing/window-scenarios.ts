import { gib, mib } from '../base/bytes.ts';
import { ok } from '../base/result.ts';
import type { WindowState } from '../contract/window-contract.ts';
import { defaultPreferences } from '../domain/preferences.ts';
import {
  aFailedJob,
  aFilePool,
  aLogEntry,
  anInterruptedJob,
  anInventory,
  aPlan,
  aProgress,
  aQueuedJob,
  aRunningJob,
  aSnapshot,
  aSucceededJob,
  aThinPool,
  jobId,
  timestamp,
  vmName,
} from './builders.ts';
import { FakeWindowApi } from './fake-window-api.ts';
import { answerFor } from './scenario-plans.ts';
import { nothingFound, scenarioDevices, scenarioReport } from './scenario-looks.ts';
import { scenarioVms, manyVms } from './scenario-vms.ts';

/** What the window is looked at with (scripts/preview-window.mjs). */

const jobs = [
  aRunningJob({ plan: aPlan({ vm: vmName('old-mail') }), createdAt: timestamp('2026-11-23T14:05:00.000Z') }),
  aQueuedJob({ plan: aPlan({ vm: vmName('untrusted') }), createdAt: timestamp('2026-11-23T14:06:00.000Z') }),
];

const history = [
  anInterruptedJob({ plan: aPlan({ vm: vmName('fc20') }), createdAt: timestamp('2026-11-23T13:40:00.000Z') }),
  aFailedJob({
    id: jobId('job-failed'),
    plan: aPlan({ vm: vmName('win-7') }),
    createdAt: timestamp('2026-11-23T13:30:00.000Z'),
    leftovers: [{ code: 'volume-in-use', volume: 'qubes_dom0/win-7-root.qsm' }],
    log: [
      aLogEntry({ step: 'check-registry' }),
      aLogEntry({
        step: 'create-target',
        command: '/usr/sbin/lvcreate --thin --virtualsize=64424509440b --name=win-7-root -- qubes_dom0/pool0',
        durationMs: 380,
      }),
      aLogEntry({ step: 'compare-blocks', outcome: 'failed', durationMs: 21000, detail: 'differs at byte 81920' }),
    ],
  }),
  aSucceededJob({ plan: aPlan({ vm: vmName('personal') }), createdAt: timestamp('2026-11-23T13:20:00.000Z') }),
];

const inventory = anInventory({ vms: scenarioVms });
const ready: WindowState = {
  connection: { state: 'ready', system: 'sandbox' },
  snapshot: aSnapshot({ inventory }),
  preferences: defaultPreferences,
};

const states = {
  calm: ready,
  busy: { ...ready, snapshot: aSnapshot({ inventory, jobs: [...jobs, ...history] }) },
  many: { ...ready, snapshot: aSnapshot({ inventory: anInventory({ vms: manyVms }) }) },
  empty: { ...ready, snapshot: aSnapshot({ inventory: anInventory({ vms: [] }) }) },
  full: {
    ...ready,
    snapshot: aSnapshot({
      inventory: {
        ...inventory,
        pools: [
          aThinPool({ usedBytes: gib(400), metadataUsedBytes: mib(100) }),
          aFilePool({ usedBytes: gib(420) }),
          aThinPool({
            id: 'hdd' as never,
            name: 'vg_hdd/pool-with-a-long-name',
            health: 'read-only',
            promisedBytes: gib(400),
          }),
        ],
        problems: [{ code: 'registry-locked', path: '/var/lib/qubes/qubes.xml' }],
      },
    }),
  },
  connecting: {
    ...ready,
    connection: { state: 'connecting', system: 'sandbox', stage: 'Making the image files of fedora-20-x64' },
    snapshot: null,
  },
  unreachable: {
    ...ready,
    connection: {
      state: 'lost',
      system: 'sandbox',
      failure: { code: 'programs-missing', programs: ['linux.uml'], packages: ['user-mode-linux'] },
      isRetrying: false,
    },
    snapshot: null,
  },
  lost: {
    ...ready,
    connection: { state: 'lost', system: 'sandbox', failure: { code: 'agent-gone' }, isRetrying: true },
  },
} satisfies Readonly<Record<string, WindowState>>;

export type WindowScenario = keyof typeof states;

export const fakeWindow = (scenario: WindowScenario): FakeWindowApi =>
  new FakeWindowApi({
    'window.state': () => ok(states[scenario]),
    'plan.make': ({ action }) => ok(answerFor(action)),
    'device.list': () => ok(scenarioDevices),
    'checks.run': () => ok(scenario === 'many' ? nothingFound : scenarioReport),
    'plan.start': ({ action }) =>
      ok(aRunningJob({ plan: aPlan({ vm: vmName(String(action.vm)) }), progress: aProgress() })),
  });
