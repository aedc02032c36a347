/** The one passing notice at the foot of the page. */
export interface Notice {
  id: number;
  text: string;
  undo: (() => void) | null;
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

  show(text: string, undo: (() => void) | null = null): void {
    this.count += 1;
    this.become({ id: this.count, text, undo });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.become(null), undo ? undoMs : plainMs);
  }

  undo(): void {
    const undo = this.notice?.undo;
    this.become(null);
    undo?.();
  }

  private become(notice: Notice | null): void {
    this.notice = notice;
    for (const listener of this.listeners) listener();
  }
}

export const toast = new Toast();
