/**
 * The part of the Chrome DevTools Protocol that we speak, as its public definition has it
 * (https://chromedevtools.github.io/devtools-protocol/). What a command answers is listed only where we read it.
 */
interface Command<Params, Answer = unknown> {
  readonly params: Params;
  readonly answer: Answer;
}
type Empty = Readonly<Record<string, never>>;

export interface CdpCommands {
  'Browser.close': Command<Empty>;
  'Browser.grantPermissions': Command<{ permissions: readonly string[] }>;
  'Browser.setDownloadBehavior': Command<{ behavior: 'deny' }>;
  'Fetch.enable': Command<Empty>;
  'Fetch.failRequest': Command<{ requestId: string; errorReason: 'Aborted' }>;
  'Fetch.fulfillRequest': Command<{
    requestId: string;
    responseCode: number;
    responseHeaders: readonly { name: string; value: string }[];
    body: string;
  }>;
  'Inspector.enable': Command<Empty>;
  'Page.addScriptToEvaluateOnNewDocument': Command<{ source: string }>;
  'Page.bringToFront': Command<Empty>;
  'Page.enable': Command<Empty>;
  'Page.handleJavaScriptDialog': Command<{ accept: boolean }>;
  'Page.navigate': Command<{ url: string }>;
  'Page.setInterceptFileChooserDialog': Command<{ enabled: boolean; cancel: boolean }>;
  'Page.setLifecycleEventsEnabled': Command<{ enabled: boolean }>;
  'Page.stopLoading': Command<Empty>;
  'Runtime.addBinding': Command<{ name: string }>;
  'Runtime.enable': Command<Empty>;
  'Runtime.evaluate': Command<{ expression: string; uniqueContextId: string }>;
  'Runtime.runIfWaitingForDebugger': Command<Empty>;
  'Target.attachToBrowserTarget': Command<Empty, { sessionId: string }>;
  'Target.closeTarget': Command<{ targetId: string }>;
  'Target.setAutoAttach': Command<{ autoAttach: boolean; waitForDebuggerOnStart: boolean; flatten: boolean }>;
}

export interface CdpEvents {
  'Fetch.requestPaused': { requestId: string; request: { url: string; method: string } };
  'Inspector.targetCrashed': Empty;
  'Page.frameNavigated': { frame: { id: string; loaderId: string; url: string } };
  'Page.javascriptDialogOpening': { type: 'alert' | 'confirm' | 'prompt' | 'beforeunload' };
  'Page.lifecycleEvent': { name: string; loaderId: string };
  'Runtime.bindingCalled': { name: string; payload: string; executionContextId: number };
  'Runtime.executionContextCreated': { context: CdpExecutionContext };
  'Runtime.executionContextsCleared': Empty;
  'Target.attachedToTarget': { sessionId: string; targetInfo: { targetId: string; type: string } };
  'Target.detachedFromTarget': { sessionId: string };
}

export interface CdpExecutionContext {
  readonly id: number;
  readonly uniqueId: string;
  readonly origin: string;
  readonly auxData?: { readonly isDefault?: boolean; readonly frameId?: string };
}

export type CdpCommandName = keyof CdpCommands;
export type CdpEventName = keyof CdpEvents;

/** Any message on the pipe, in either direction. */
export interface CdpMessage {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}
