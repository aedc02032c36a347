/** How much waits for the person: on the tab's title, its icon and, where there is one, the app's badge. */
import { useEffect } from "react";

const prefix = /^\((\d+|99\+)\) /;
const plainIcon = "/icon.svg";
const markedIcon = "/icon-unread.svg";

export function withCount(title: string, count: number): string {
  const bare = title.replace(prefix, "");
  if (count <= 0) return bare;
  return `(${count > 99 ? "99+" : count}) ${bare}`;
}

export function useTabBadge(count: number): void {
  useEffect(() => {
    /** Pages set their title by themselves, and later than this. */
    function mark() {
      const wanted = withCount(document.title, count);
      if (document.title !== wanted) document.title = wanted;
    }
    mark();
    const titles = new MutationObserver(mark);
    titles.observe(document.head, { childList: true, subtree: true, characterData: true });
    document.querySelector("link[rel='icon']")?.setAttribute("href", count > 0 ? markedIcon : plainIcon);
    void badge(count)?.catch(() => undefined);
    return () => titles.disconnect();
  }, [count]);
  useEffect(
    () => () => {
      document.title = withCount(document.title, 0);
      document.querySelector("link[rel='icon']")?.setAttribute("href", plainIcon);
      void badge(0)?.catch(() => undefined);
    },
    [],
  );
}

function badge(count: number): Promise<void> | undefined {
  return count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
}
