/**
 * Where the focus goes when it has no better place: into the dialog that is open, for the page behind it is out of
 * reach; else into the thread, else to what the page is about.
 */
export function settleFocus(): void {
  const dialogs = document.querySelectorAll<HTMLElement>("[role='dialog'][aria-modal='true']");
  const place = [...dialogs].at(-1) ?? document.querySelector<HTMLElement>("main [data-thread]");
  if (place) place.focus({ preventScroll: true });
  else focusContent();
}

export function focusContent(): void {
  const main = document.querySelector("main");
  if (!main) return;
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
}
