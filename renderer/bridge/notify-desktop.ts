/** Tells somebody who looks elsewhere; who has the window before them sees it there. */
export function notifyDesktop(title: string, body: string): void {
  if (document.hasFocus() || typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  const notification = new Notification(title, { body });
  notification.onclick = () => window.focus();
}
