import { showNotice } from '../stores/notice-store.ts';
import { ask } from './api.ts';

export async function reconnect(): Promise<void> {
  const answer = await ask('window.reconnect', {});
  if (!answer.ok) showNotice({ kind: 'request-failed', failure: answer.error });
}
