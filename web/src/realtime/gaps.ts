/**
 * Notices that an event of a conversation was missed: its version grows by one with each change, so a version
 * that stays unseen while higher ones came means refetch. Frames may overtake each other, hence the patience.
 */
export const gapPatienceMs = 1500;

export class Gaps {
  private readonly contiguous = new Map<string, number>();
  private readonly ahead = new Map<string, Set<number>>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly onGap: (conversationId: string) => void;

  constructor(onGap: (conversationId: string) => void) {
    this.onGap = onGap;
  }

  /** The version a fetch has shown: everything up to it is known. */
  fetched(id: string, version: number): void {
    if (version > (this.contiguous.get(id) ?? 0)) this.contiguous.set(id, version);
    this.close(id);
  }

  event(id: string, version: number): void {
    const known = this.contiguous.get(id);
    if (known === undefined) {
      this.contiguous.set(id, version);
      return;
    }
    if (version <= known) return;
    const ahead = this.ahead.get(id) ?? new Set<number>();
    this.ahead.set(id, ahead.add(version));
    this.close(id);
  }

  forget(id: string): void {
    this.contiguous.delete(id);
    this.ahead.delete(id);
    this.stop(id);
  }

  stopAll(): void {
    for (const id of this.timers.keys()) this.stop(id);
  }

  /** Moves the known version over what arrived meanwhile and watches what is still missing. */
  private close(id: string): void {
    const ahead = this.ahead.get(id);
    if (!ahead) return;
    let known = this.contiguous.get(id) ?? 0;
    while (ahead.delete(known + 1)) known += 1;
    for (const version of ahead) if (version <= known) ahead.delete(version);
    this.contiguous.set(id, known);
    if (ahead.size === 0) {
      this.ahead.delete(id);
      this.stop(id);
    } else if (!this.timers.has(id)) {
      this.timers.set(
        id,
        setTimeout(() => this.report(id), gapPatienceMs),
      );
    }
  }

  private report(id: string): void {
    const highest = Math.max(...(this.ahead.get(id) ?? [0]));
    this.stop(id);
    this.ahead.delete(id);
    this.contiguous.set(id, highest);
    this.onGap(id);
  }

  private stop(id: string): void {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
  }
}
