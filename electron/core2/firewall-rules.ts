/**
 * What `firewall.xml` says of a new VM. A template reaches nothing but the updates' proxy, as is core-2's habit where there
 * is no such file.
 */
export const firewallRules = (isTemplate: boolean): string =>
  isTemplate
    ? '<QubesFirewallRules policy="deny" dns="deny" icmp="deny" yumProxyAllow="allow"/>\n'
    : '<QubesFirewallRules policy="allow" dns="allow" icmp="allow" yumProxyAllow="allow"/>\n';
