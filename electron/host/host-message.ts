/** What the page on the system's Chromium sends through its binding, as JSON. */
export interface PageMessage {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}

/** What main hands to the page's receiver. */
export type HostMessage =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'event'; readonly name: string; readonly payload: unknown };

/** The binding's name in the page until the preload takes it away. */
export const toHostBinding = '__toHost';
/** The receiver's name; it stays in the page, and gives it nothing that the page could not say to itself. */
export const fromHostReceiver = '__fromHost';
/** Where the host leaves the channel names for the preload, which takes them away. */
export const channelsVariable = '__channels';
