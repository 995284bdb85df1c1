import { gib, type Bytes } from '#shared/base/bytes.ts';
import type { ActionOf } from '#shared/domain/action.ts';
import type { VmName } from '#shared/domain/ids.ts';
import { newVmClasses, vmLabels, type NetvmChoice, type NewVmClass } from '#shared/domain/vm.ts';
import { templateUses, usualLabel } from '#shared/rules/new-vm-classes.ts';
import { formText } from '#shared/text/form-text.ts';
import { classNames } from '#shared/text/vm-text.ts';
import { SelectField } from '../../../components/SelectField.tsx';
import { SizeField } from '../../../components/SizeField.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { useVms } from '../../../stores/inventory-store.ts';
import type { FormProps } from './form-props.ts';
import { StorageField } from './StorageField.tsx';
import { TemplateField } from './TemplateField.tsx';

const networkKey = (choice: NetvmChoice | undefined): string =>
  choice?.kind === 'vm' ? `vm:${choice.vm}` : (choice?.kind ?? 'default');

function networkOf(key: string): NetvmChoice {
  if (key === 'none' || key === 'default') return { kind: key };
  return { kind: 'vm', vm: key.slice('vm:'.length) as VmName };
}

/** What another class cannot have is left out when the class changes. */
function ofClass(action: ActionOf<'create'>, vmClass: NewVmClass): ActionOf<'create'> {
  const { kind, vm, to, pool } = action;
  return { kind, vm, to, pool, class: vmClass, template: templateUses[vmClass].isUsual ? undefined : null };
}

export function CreateForm({ action, onChange }: FormProps<'create'>) {
  const networks = useVms().filter((vm) => vm.class === 'NetVM' || vm.class === 'ProxyVM');
  const size = (label: string, part: 'rootBytes' | 'privateBytes', usual: Bytes) => (
    <SizeField
      label={label}
      value={action[part] ?? usual}
      onChange={(value) => onChange({ ...action, [part]: value })}
    />
  );
  return (
    <>
      <TextField
        label={formText.name}
        value={action.vm}
        onChange={(name) => onChange({ ...action, vm: name.trim() as VmName })}
      />
      <SelectField
        label={formText.class}
        options={newVmClasses.map((value) => ({ value, name: classNames[value] }))}
        value={action.class}
        onChange={(chosen) => onChange(ofClass(action, chosen))}
      />
      <TemplateField
        vmClass={action.class}
        template={action.template}
        onChange={(template) => onChange({ ...action, template, rootBytes: undefined, privateBytes: undefined })}
      />
      <SelectField
        label={formText.label}
        options={vmLabels.map((value) => ({ value, name: value }))}
        value={action.label ?? usualLabel(action.class)}
        onChange={(label) => onChange({ ...action, label })}
      />
      {action.class !== 'NetVM' && (
        <SelectField<string>
          label={formText.network}
          options={[
            { value: 'default', name: formText.defaultNetwork },
            { value: 'none', name: formText.noNetwork },
            ...networks.map(({ name }) => ({ value: `vm:${name}`, name })),
          ]}
          value={networkKey(action.netvm)}
          onChange={(key) => onChange({ ...action, netvm: networkOf(key) })}
        />
      )}
      <StorageField
        like={action.template ?? formText.usualStorage}
        choice={action}
        onChange={({ to, pool }) => onChange({ ...action, to, pool })}
      />
      {action.template === null && size(formText.rootSize, 'rootBytes', gib(10))}
      {action.template === null && size(formText.privateSize, 'privateBytes', gib(2))}
    </>
  );
}
