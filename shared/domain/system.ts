import * as z from 'zod';

export const systemKinds = ['sandbox', 'dom0', 'admin'] as const;
export const systemKindSchema = z.enum(systemKinds);
export type SystemKind = z.infer<typeof systemKindSchema>;

/** Who answers on the other end of the contract. */
export const agentInfoSchema = z
  .object({
    version: z.string(),
    /** Of the machine that is managed. */
    hostName: z.string(),
    processId: z.number().int(),
  })
  .readonly();
export type AgentInfo = z.infer<typeof agentInfoSchema>;
