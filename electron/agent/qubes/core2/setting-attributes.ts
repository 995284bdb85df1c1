import type { RegisteredVm, VmSettings } from '../vm-registry.ts';
import { pythonBoolean } from './python-literal.ts';

const attributeNames: { readonly [S in keyof VmSettings]-?: string } = {
  storageType: 'storage_type',
  autostart: 'autostart',
  label: 'label',
  isInternal: 'internal',
  includeInBackups: 'include_in_backups',
};
const settingNames = Object.keys(attributeNames) as (keyof VmSettings)[];

/** The attributes to write, by name; none for what is so already, however it is spelled. */
export function settingAttributes(vm: RegisteredVm, settings: VmSettings): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const setting of settingNames) {
    const wanted = settings[setting];
    if (wanted === undefined || wanted === vm[setting]) continue;
    attributes.set(attributeNames[setting], typeof wanted === 'boolean' ? pythonBoolean(wanted) : wanted);
  }
  return attributes;
}
