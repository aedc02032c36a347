/** Where the focus goes when it has no better place: into the thread, else to what the page is about. */
export function focusThread(): void {
  const log = document.querySelector<HTMLElement>("main [role='log']");
  if (log) log.focus({ preventScroll: true });
  else focusContent();
}

export function focusContent(): void {
  const main = document.querySelector("main");
  if (!main) return;
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
}
