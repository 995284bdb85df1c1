const policyFile = '/etc/qubes/policy.d/30-qubes-storage.policy';

/** What is said of the calls that Qubes' policy is asked about. */
export const policyText = {
  printOrCheck: 'It is either --print or --check.',
  nothingRefused: 'Nothing that looking takes is refused.',
  refusedCall: (call: string, by: 'policy' | 'qubesd'): string =>
    by === 'policy'
      ? `${call} is refused by policy. In dom0, ${policyFile}:`
      : `${call} is refused by qubesd, which does not say why (journalctl -u qubesd in dom0 may). Where it is policy:`,
  refusedTitle: 'Qubes does not permit everything that this window shows',
  refusedHint: `What is refused stays empty here, and the rest is true. To allow a call, add its lines to ${policyFile} in dom0.`,
  refusedShort: (by: 'policy' | 'qubesd'): string =>
    by === 'policy' ? 'is refused by policy' : 'is refused by qubesd, which does not say why',
  noLines: 'No line of the policy that comes with this program is for it.',
  actsToo: 'Acts are asked about when they are done: one that is refused says so, and nothing is done then.',
  lines: 'Lines of policy',
  copy: 'Copy all lines',
  copied: 'Copied.',
  copyByHand: 'The lines are selected: press Ctrl+C.',
  goOn: 'Continue',
  refusedHere: 'Refused by Qubes',
};
