/** What a key was pressed on may go with what it did: the focus then falls to the thread, not off the page. */
import { type RefObject, useEffect, useRef } from "react";

export function useKeptFocus(place: RefObject<HTMLElement | null>, ...changing: unknown[]): void {
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    // A button that vanishes loses its focus only with the next picture.
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === document.body) {
        place.current?.querySelector<HTMLElement>("[role='log']")?.focus({ preventScroll: true });
      }
    });
    return () => cancelAnimationFrame(frame);
  }, changing); // eslint-disable-line react-hooks/exhaustive-deps -- what may take the focused thing away
}
