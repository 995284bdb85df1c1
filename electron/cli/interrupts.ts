/** Ctrl-C, where a command can do better than to die of it. */
export interface Interrupts {
  /** While somebody listens, Ctrl-C does nothing else. Returns what ends the listening. */
  listen(listener: () => void): () => void;
}

export const processInterrupts: Interrupts = {
  listen: (listener) => {
    process.on('SIGINT', listener);
    return () => void process.off('SIGINT', listener);
  },
};

/** A signal that aborts at the first Ctrl-C, for work that cleans up after itself. */
export async function abortable<T>(interrupts: Interrupts, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stopListening = interrupts.listen(() => controller.abort());
  try {
    return await work(controller.signal);
  } finally {
    stopListening();
  }
}
