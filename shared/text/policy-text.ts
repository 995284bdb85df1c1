/** What is said of the calls that Qubes' policy is asked about. */
export const policyText = {
  printOrCheck: 'It is either --print or --check.',
  nothingRefused: 'Nothing that looking takes is refused.',
  refusedCall: (call: string, by: 'policy' | 'qubesd'): string =>
    by === 'policy'
      ? `${call} is refused by policy. In dom0, /etc/qubes/policy.d/30-qubes-storage.policy:`
      : `${call} is refused by qubesd, which does not say why (journalctl -u qubesd in dom0 may). Where it is policy:`,
};
