/**
 * The names of the VMs that a `qubes.xml` marks as started at boot. A glance, not the registry's parser, which belongs
 * to the agent: what it misses in a strangely written file is one link, and the window shows that link and registry differ.
 */
export function autostartedVms(xml: string): readonly string[] {
  const elements = xml.match(/<Qubes\w+Vm\s[^>]*>/g) ?? [];
  return elements
    .filter((element) => /\sautostart=(["'])True\1/.test(element))
    .map((element) => /\sname=(["'])([A-Za-z][\w.-]*)\1/.exec(element)?.[2])
    .filter((name) => name !== undefined);
}
