import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/domain/failure.ts';

/** The only names that may pass between page and main; the preload refuses every other before it leaves the page. */
export interface ChannelNames {
  readonly requests: readonly string[];
  readonly events: readonly string[];
}

export interface WindowOptions {
  readonly title: string;
  /** In CSS pixels, of the window's content. */
  readonly width: number;
  readonly height: number;
  /** Where it was last; null leaves it to the desktop. */
  readonly place: { readonly x: number; readonly y: number } | null;
  readonly channels: ChannelNames;
  /**
   * Called for each request of the app's own page and of nothing else: the host has checked who is asking.
   * `name` and `input` are what the page sent and are not to be trusted. Must not reject.
   */
  readonly answer: (name: string, input: unknown) => Promise<unknown>;
}

export interface HostWindow {
  /** Dropped silently while no page is there to hear it: a page that loads asks for the whole state first. */
  send(event: string, payload: unknown): void;
  /** Brings the window before its user. */
  focus(): void;
  /** Settles as `closed` does. */
  close(): Promise<void>;
  /** Settles when the window and everything that showed it are gone, whoever closed it; never rejects. */
  readonly closed: Promise<void>;
}

/** What the application asks of the desktop it runs on. One window per process. */
export interface DesktopHost {
  readonly kind: 'electron' | 'chromium';
  openWindow(options: WindowOptions): Promise<Result<HostWindow, Failure>>;
}
