import { expect, test } from 'vitest';
import * as z from 'zod';
import { storageTypes } from '../domain/volume.ts';
import { agentContract } from './agent-contract.ts';

/** Where in a request a kind of storage can be named, with the kind of the action that takes it. */
function storagePlaces(schema: unknown, path: readonly string[]): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if ('enum' in schema && JSON.stringify(schema.enum) === JSON.stringify(storageTypes)) return [path.join('.')];
  const kind = actionKind(schema);
  const here = kind === null ? path : [...path, kind];
  return Object.entries(schema).flatMap(([key, part]) => {
    const isStructure = key === 'properties' || key === 'oneOf' || key === 'anyOf' || /^\d+$/.test(key);
    return storagePlaces(part, isStructure ? here : [...here, key]);
  });
}

/** The constant that tells the members of a union apart. */
function actionKind(schema: object): string | null {
  const parsed = z.object({ properties: z.object({ kind: z.object({ const: z.string() }) }) }).safeParse(schema);
  return parsed.success ? parsed.data.properties.kind.const : null;
}

/** What makes a VM says where it is made: nothing that was anywhere before gets another label. */
const ofNewVms = /\.(clone|create)\.to$/;

test('no request sets the kind of storage of a VM but as the target of a migration', () => {
  const places = Object.entries(agentContract.requests).flatMap(([name, { input }]) =>
    storagePlaces(z.toJSONSchema(input, { unrepresentable: 'any' }), [name]),
  );
  expect(places.filter((place) => !ofNewVms.test(place))).toEqual([
    'plan.make.action.migrate.to',
    'plan.start.action.migrate.to',
  ]);
});
