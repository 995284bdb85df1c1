import type { VmName } from '#shared/domain/ids.ts';
import type { NewVmClass } from '#shared/domain/vm.ts';
import { templateUses } from '#shared/rules/new-vm-classes.ts';
import { formText } from '#shared/text/form-text.ts';
import { SelectField } from '../../../components/SelectField.tsx';
import { useVms } from '../../../stores/inventory-store.ts';

interface TemplateFieldProps {
  readonly vmClass: NewVmClass;
  /** undefined: the default one; null: none. */
  readonly template: VmName | null | undefined;
  readonly onChange: (template: VmName | null | undefined) => void;
}

export function TemplateField({ vmClass, template, onChange }: TemplateFieldProps) {
  const use = templateUses[vmClass];
  const templates = useVms().filter((vm) => vm.class === use.templateClass);
  const values = new Map<string, VmName | null | undefined>([
    ...(use.isUsual ? ([['default', undefined]] as const) : []),
    ...(use.isNeeded ? [] : ([['none', null]] as const)),
    ...templates.map(({ name }) => [`vm:${name}`, name] as const),
  ]);
  const names: Readonly<Record<string, string>> = { default: formText.defaultTemplate, none: formText.noTemplate };
  const current = template === undefined ? 'default' : template === null ? 'none' : `vm:${template}`;
  return (
    <SelectField<string>
      label={formText.template}
      options={[...values].map(([value, name]) => ({ value, name: names[value] ?? String(name) }))}
      value={current}
      onChange={(chosen) => onChange(values.get(chosen))}
    />
  );
}
