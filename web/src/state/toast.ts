/** The one passing notice at the foot of the page. */
export interface Notice {
  id: number;
  text: string;
  undo: (() => void) | null;
  link: NoticeLink | null;
  /** Something else on the page tells readers of the screen the same. */
  isHeard: boolean;
}

/** Where a notice leads, in words of its own. */
export interface NoticeLink {
  href: string;
  label: string;
}

const plainMs = 6_000;
const undoMs = 10_000;

class Toast {
  private notice: Notice | null = null;
  private count = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  readonly snapshot = (): Notice | null => this.notice;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  show(text: string, undo: (() => void) | null = null, { isHeard = false } = {}): void {
    this.put(text, undo, null, isHeard);
  }

  /** A notice that leads somewhere; it stays as long as one that can be undone. */
  showLink(text: string, link: NoticeLink): void {
    this.put(text, null, link);
  }

  dismiss(): void {
    this.become(null);
  }

  undo(): void {
    const undo = this.notice?.undo;
    this.become(null);
    undo?.();
  }

  private put(text: string, undo: Notice["undo"], link: NoticeLink | null, isHeard = false): void {
    this.count += 1;
    this.become({ id: this.count, text, undo, link, isHeard });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.become(null), undo || link ? undoMs : plainMs);
  }

  private become(notice: Notice | null): void {
    this.notice = notice;
    for (const listener of this.listeners) listener();
  }
}

export const toast = new Toast();
