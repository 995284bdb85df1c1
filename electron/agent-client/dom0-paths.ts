/** Where the agent of a core-2 dom0 is found, on a real machine and in the sandbox's box alike. */
export const dom0AgentSocketPath = '/run/qubes-storage/agent.sock';
export const dom0StateDir = '/var/lib/qubes-storage';
export const dom0RegistryPath = '/var/lib/qubes/qubes.xml';
