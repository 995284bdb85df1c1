import type { Terminal } from './terminal.ts';

export const printJson = (terminal: Terminal, value: object): void => terminal.print(JSON.stringify(value, null, 2));
