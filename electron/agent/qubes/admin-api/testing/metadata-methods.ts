import type { AdminProperty } from '../property.ts';
import { lines, type StandInContext, type StandInMethod } from './stand-in-method.ts';
import { QubesException, Refusal, vmNamed } from './stand-in-state.ts';
import type { StandInState, StandInVm } from './stand-in-state.ts';
import { followTemplate } from './stand-in-vms.ts';

const propertyText = ({ isDefault, type }: AdminProperty, value: string): string =>
  `default=${isDefault ? 'True' : 'False'} type=${type} ${value}`;

const escaped = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');

const getAll = (properties: ReadonlyMap<string, AdminProperty>): string =>
  lines([...properties].map(([name, property]) => `${name} ${propertyText(property, escaped(property.value))}`));

function propertyOf(properties: ReadonlyMap<string, AdminProperty>, name: string, of: string): AdminProperty {
  const property = properties.get(name);
  if (property === undefined) {
    throw new QubesException('QubesNoSuchPropertyError', `Invalid property '${name}' of ${of}`);
  }
  return property;
}

const writeOnce: readonly string[] = ['name', 'qid', 'uuid', 'klass', 'dispid'];

/** What the property becomes when it is set to `given`. */
function checkedValue(state: StandInState, { type }: AdminProperty, given: string): string {
  if (type === 'bool') {
    if (/^(true|yes|on|1)$/i.test(given)) return 'True';
    if (/^(false|no|off|0)$/i.test(given)) return 'False';
    throw new QubesException('QubesValueError', `Invalid literal for boolean property: '${given}'`);
  }
  if (type === 'vm' && given !== '') vmNamed(state, given);
  return given;
}

/** What one VM may be to another one (facts §4.3). */
function checkSuited(state: StandInState, property: string, given: string, client: StandInVm | undefined): void {
  const vm = state.vms.get(given);
  const is = (name: string): boolean => vm?.properties.get(name)?.value === 'True';
  if (vm === undefined) return;
  if (/(^|_)netvm$/.test(property) && !is('provides_network')) {
    throw new QubesException('QubesValueError', `The '${given}' qube does not provide network`);
  }
  if (property === 'netvm' && client?.state === 'Running' && vm.state !== 'Running') {
    throw new QubesException('QubesVMNotStartedError', `Domain is powered off: '${given}'`);
  }
  const isDispvmTemplate = /_dispvm$/.test(property) || (property === 'template' && client?.class === 'DispVM');
  if (isDispvmTemplate && !is('template_for_dispvms')) {
    throw new QubesException('QubesPropertyValueError', `${given} is not a template for disposables`);
  }
}

/** Without a network it has no address. */
function followNetvm({ properties }: StandInVm, netvm: string): void {
  for (const name of ['ip', 'visible_ip']) {
    const property = properties.get(name);
    const address = `10.137.0.${properties.get('qid')?.value ?? ''}`;
    if (property?.isDefault === true) properties.set(name, { ...property, value: netvm === '' ? '' : address });
  }
}

const setProperty: StandInMethod = ({ state, emit }, { dest, arg, payload }) => {
  const vm = vmNamed(state, dest);
  const property = propertyOf(vm.properties, arg, dest);
  if (writeOnce.includes(arg)) throw new Refusal('write-once');
  const value = checkedValue(state, property, payload);
  if (arg === 'template' && vm.state !== 'Halted') throw notHalted(vm);
  checkSuited(state, arg, value, vm);
  const facts = { name: arg, newvalue: value, oldvalue: property.value };
  emit(dest, `property-pre-set:${arg}`, facts);
  vm.properties.set(arg, { ...property, isDefault: false, value });
  if (arg === 'template') followTemplate(state, vm);
  if (arg === 'netvm') followNetvm(vm, value);
  emit(dest, `property-set:${arg}`, facts);
  return '';
};

export const notHalted = ({ name }: StandInVm): QubesException =>
  new QubesException('QubesVMNotHaltedError', `Domain is not powered off: '${name}'`);

const resetProperty: StandInMethod = ({ state, emit }, { dest, arg }) => {
  const { properties } = vmNamed(state, dest);
  const property = propertyOf(properties, arg, dest);
  properties.set(arg, { ...property, isDefault: true, value: property.type === 'bool' ? 'False' : '' });
  emit(dest, `property-reset:${arg}`, { name: arg, oldvalue: property.value });
  return '';
};

/** What follows the system's setting follows it to its new value. */
function setGlobal({ state, emit }: StandInContext, name: string, given: string): string {
  const property = propertyOf(state.properties, name, 'dom0');
  const value = checkedValue(state, property, given);
  checkSuited(state, name, value, undefined);
  state.properties.set(name, { ...property, isDefault: false, value });
  if (name === 'default_pool') followDefaultPool(state, value);
  const follower = name.replace(/^default_(netvm|guivm|audiovm)$/, '$1');
  for (const { properties } of state.vms.values()) {
    const own = properties.get(follower);
    if (own?.isDefault === true && own.value === property.value) properties.set(follower, { ...own, value });
  }
  emit('', `property-set:${name}`, { name, newvalue: value, oldvalue: property.value });
  return '';
}

/** What is not chosen by itself follows it. */
function followDefaultPool({ properties }: StandInState, value: string): void {
  for (const role of ['root', 'private', 'volatile']) {
    const name = `default_pool_${role}`;
    const property = properties.get(name);
    if (property?.isDefault === true) properties.set(name, { ...property, value });
  }
}

const resetGlobal: StandInMethod = ({ state, emit }, { arg }) => {
  const property = propertyOf(state.properties, arg, 'dom0');
  const value = arg.startsWith('default_pool_') ? (state.properties.get('default_pool')?.value ?? '') : '';
  state.properties.set(arg, { ...property, isDefault: true, value });
  emit('', `property-reset:${arg}`, { name: arg, oldvalue: property.value });
  return '';
};

/** Not even dom0 may (facts §2.5). */
const prohibitedFeatures = /^(deferred-netvm-original|preload-dispvm(-completed|-in-progress)?)$/;

function changeFeature({ state, emit }: StandInContext, dest: string, feature: string, value: string | undefined) {
  const { features } = vmNamed(state, dest);
  if (prohibitedFeatures.test(feature)) throw new Refusal('prohibited');
  const oldvalue = features.get(feature);
  if (value === undefined) {
    if (oldvalue === undefined) throw noFeature(dest, feature);
    features.delete(feature);
    emit(dest, `domain-feature-delete:${feature}`, { feature });
    return '';
  }
  features.set(feature, value);
  emit(dest, `domain-feature-set:${feature}`, { feature, value, ...(oldvalue === undefined ? {} : { oldvalue }) });
  return '';
}

const noFeature = (vm: string, feature: string): QubesException =>
  new QubesException('QubesFeatureNotFoundError', `Feature not set for domain ${vm}: ${feature}`);

/** Properties, features, tags, firewall and notes. */
export const metadataMethods: Readonly<Record<string, StandInMethod>> = {
  'admin.vm.property.List': ({ state }, { dest }) => lines(vmNamed(state, dest).properties.keys()),
  'admin.vm.property.GetAll': ({ state }, { dest }) => getAll(vmNamed(state, dest).properties),
  'admin.vm.property.Get': ({ state }, { dest, arg }) => {
    const property = propertyOf(vmNamed(state, dest).properties, arg, dest);
    return propertyText(property, property.value);
  },
  'admin.vm.property.Set': setProperty,
  'admin.vm.property.Reset': resetProperty,
  'admin.property.List': ({ state }) => lines(state.properties.keys()),
  'admin.property.GetAll': ({ state }) => getAll(state.properties),
  'admin.property.Get': ({ state }, { arg }) => {
    const property = propertyOf(state.properties, arg, 'dom0');
    return propertyText(property, property.value);
  },
  'admin.property.Reset': resetGlobal,
  'admin.property.Set': (context, { arg, payload }) => setGlobal(context, arg, payload),
  'admin.vm.feature.List': ({ state }, { dest }) => lines(vmNamed(state, dest).features.keys()),
  'admin.vm.feature.Get': ({ state }, { dest, arg }) => {
    const value = vmNamed(state, dest).features.get(arg);
    if (value === undefined) throw noFeature(dest, arg);
    return value;
  },
  'admin.vm.feature.Set': (context, { dest, arg, payload }) => changeFeature(context, dest, arg, payload),
  'admin.vm.feature.Remove': (context, { dest, arg }) => changeFeature(context, dest, arg, undefined),
  'admin.vm.tag.List': ({ state }, { dest }) => lines([...vmNamed(state, dest).tags].sort()),
  'admin.vm.tag.Set': ({ state, emit }, { dest, arg }) => {
    vmNamed(state, dest).tags.add(arg);
    emit(dest, `domain-tag-add:${arg}`, { tag: arg });
    return '';
  },
  'admin.vm.tag.Remove': ({ state, emit }, { dest, arg }) => {
    if (!vmNamed(state, dest).tags.delete(arg)) {
      throw new QubesException('QubesTagNotFoundError', `Tag not set for domain ${dest}: ${arg}`);
    }
    emit(dest, `domain-tag-delete:${arg}`, { tag: arg });
    return '';
  },
  'admin.vm.firewall.Set': ({ state }, { dest, payload }) => {
    vmNamed(state, dest).firewall = payload;
    return '';
  },
  'admin.vm.firewall.Get': ({ state }, { dest }) => vmNamed(state, dest).firewall,
  'admin.vm.notes.Get': ({ state }, { dest }) => {
    if (state.generation === '4.2') throw new Refusal('no such method');
    return vmNamed(state, dest).notes;
  },
  'admin.vm.notes.Set': ({ state }, { dest, payload }) => {
    vmNamed(state, dest).notes = payload;
    return '';
  },
};
