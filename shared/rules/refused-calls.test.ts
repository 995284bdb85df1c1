import { expect, test } from 'vitest';
import { policyForQube, refusedCalls } from './refused-calls.ts';

const policy = `# mgmt may look
admin.vm.List * mgmt @adminvm allow target=dom0
admin.vm.List * mgmt @anyvm allow target=dom0
admin.vm.ListX * mgmt @anyvm allow target=dom0
`;

test('a refused call is named once, whatever it was asked of, with its own lines for this qube', () => {
  const refused = (call: string) => ({ code: 'admin-refused', call, by: 'policy' }) as const;
  const problems = [refused('admin.vm.List on work'), refused('admin.vm.List+x on dom0'), refused('admin.Other')];
  expect(refusedCalls([...problems, { code: 'cancelled' }], policyForQube(policy, 'storage'))).toEqual([
    {
      call: 'admin.vm.List',
      by: 'policy',
      lines: ['admin.vm.List * storage @adminvm allow target=dom0', 'admin.vm.List * storage @anyvm allow target=dom0'],
    },
    { call: 'admin.Other', by: 'policy', lines: [] },
  ]);
});
