import { useMemo } from 'react';
import { namedQube, policyForQube, refusedCalls, type RefusedCall } from '#shared/rules/refused-calls.ts';
import policy from '../../assets/packaging/qrexec/30-qubes-storage.policy?raw';
import { useAgent } from '../stores/connection-store.ts';
import { useDevices } from '../stores/look-store.ts';
import { useProblems } from '../stores/inventory-store.ts';

/** What Qubes has refused so far, with the lines of policy that allow it to the qube that this runs in. */
export function useRefusedCalls(): readonly RefusedCall[] {
  const problems = useProblems();
  const ofDevices = useDevices((state) => state.seen?.problems);
  const qube = useAgent()?.hostName ?? namedQube;
  return useMemo(
    () => refusedCalls([...(problems ?? []), ...(ofDevices ?? [])], policyForQube(policy, qube)),
    [problems, ofDevices, qube],
  );
}
