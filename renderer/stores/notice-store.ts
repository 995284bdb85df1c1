import { create } from 'zustand';
import type { Failure } from '#shared/domain/failure.ts';
import type { JobId } from '#shared/domain/ids.ts';

/** What the foot of the window tells until it is dismissed or something newer happens. */
export type Notice =
  { readonly kind: 'job-ended'; readonly job: JobId } | { readonly kind: 'request-failed'; readonly failure: Failure };

interface NoticeState {
  readonly notice: Notice | null;
  /** The newest sentence for the polite live region. */
  readonly spoken: string;
}

export const useNotice = create<NoticeState>()(() => ({ notice: null, spoken: '' }));

export function announce(spoken: string): void {
  useNotice.setState({ spoken });
}

export function showNotice(notice: Notice): void {
  useNotice.setState({ notice });
}

export function dismissNotice(): void {
  useNotice.setState({ notice: null });
}
