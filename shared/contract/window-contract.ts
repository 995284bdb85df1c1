import * as z from 'zod';
import { connectionSchema } from '../domain/connection.ts';
import { preferencesSchema } from '../domain/preferences.ts';
import { agentContract, snapshotSchema } from './agent-contract.ts';
import { defineContract, request } from './define-contract.ts';

/** The requests that main hands to the agent as they are; the session is main's own. */
const { 'session.open': _openedByMain, ...relayed } = agentContract.requests;
export const relayedRequests = relayed;

const nothing = z.object({});

/** Everything the page starts from. `snapshot` is null until an agent has answered once. */
export const windowStateSchema = z.object({
  connection: connectionSchema,
  snapshot: snapshotSchema.nullable(),
  preferences: preferencesSchema,
});
export type WindowState = z.infer<typeof windowStateSchema>;

/** Between the page and its main process: what the agent offers, and what the window itself needs. */
export const windowContract = defineContract({
  requests: {
    ...relayedRequests,
    'window.state': request(nothing, windowStateSchema),
    'window.reconnect': request(nothing, nothing),
    'preferences.set': request(preferencesSchema, nothing),
  },
  events: {
    ...agentContract.events,
    'connection.changed': connectionSchema,
    /** A new session with the agent: everything shown before is replaced. */
    'snapshot.replaced': snapshotSchema,
  },
});
export type WindowContract = typeof windowContract;
