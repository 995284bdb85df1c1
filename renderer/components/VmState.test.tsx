// @vitest-environment happy-dom
import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
import { gib } from '#shared/base/bytes.ts';
import { aVm, aVolume } from '#shared/testing/builders.ts';
import { VmState } from './VmState.tsx';

test('a VM that a disk is gone of says so in words', () => {
  const state = { kind: 'unavailable', sizeBytes: gib(2), volumeGroup: 'pair' } as const;
  const { container } = render(<VmState vm={aVm({ volumes: [aVolume({ state })] })} job={undefined} />);
  expect(container.textContent).toContain('no storage');
});
