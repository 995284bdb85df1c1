/** What others need before they can be set (facts §4.1); what is not named comes behind these, and the last ones last. */
const first = ['provides_network', 'template_for_dispvms', 'virt_mode', 'kernel', 'memory', 'maxmem', 'netvm'];
const last = ['default_dispvm', 'management_dispvm', 'guivm', 'audiovm', 'autostart'];

export function settingOrder(property: string): number {
  const early = first.indexOf(property);
  if (early !== -1) return early;
  const late = last.indexOf(property);
  return first.length + (late === -1 ? 0 : 1 + late);
}
