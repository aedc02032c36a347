/** The one passing notice at the foot of the page. */
export interface Notice {
  id: number;
  text: string;
  undo: (() => void) | null;
  link: NoticeLink | null;
  /** Something else on the page tells readers of the screen the same. */
  isHeard: boolean;
}

/** Where a notice leads, in words of its own; it stays as long as one that can be undone. */
export interface NoticeLink {
  href: string;
  label: string;
}

const plainMs = 6_000;
const undoMs = 10_000;
/** Of what came while something could be undone, the newest are still news. */
const mostWaiting = 3;

class Toast {
  private notice: Notice | null = null;
  private waiting: Notice[] = [];
  private count = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  readonly snapshot = (): Notice | null => this.notice;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  show(text: string, undo: (() => void) | null = null): void {
    this.put(this.written({ text, undo }));
  }

  /** What nobody here did, and nobody waits for: it takes no undo away, but waits until that is over. */
  tell(text: string, more: Pick<Notice, "link" | "isHeard">): void {
    const notice = this.written({ text, ...more });
    if (this.notice?.undo) this.waiting = [...this.waiting, notice].slice(-mostWaiting);
    else this.put(notice);
  }

  /** The next person at this browser is told nothing of it. */
  forget(): void {
    this.waiting = [];
    this.become(null);
  }

  dismiss(): void {
    this.next();
  }

  undo(): void {
    const undo = this.notice?.undo;
    this.next();
    undo?.();
  }

  private written(notice: Pick<Notice, "text"> & Partial<Notice>): Notice {
    this.count += 1;
    return { id: this.count, undo: null, link: null, isHeard: false, ...notice };
  }

  private put(notice: Notice): void {
    this.become(notice);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.next(), notice.undo || notice.link ? undoMs : plainMs);
  }

  private next(): void {
    const notice = this.waiting.shift();
    if (notice) this.put(notice);
    else this.become(null);
  }

  private become(notice: Notice | null): void {
    this.notice = notice;
    for (const listener of this.listeners) listener();
  }
}

export const toast = new Toast();
