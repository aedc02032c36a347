/** In which conversations of this tab the side line is open. It is opened by hand only. */
import { useSyncExternalStore } from "react";

class WhisperPanels {
  private open: ReadonlySet<string> = new Set();
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  isOpen(conversationId: string): boolean {
    return this.open.has(conversationId);
  }

  toggle(conversationId: string): void {
    const open = new Set(this.open);
    if (!open.delete(conversationId)) open.add(conversationId);
    this.open = open;
    for (const listener of this.listeners) listener();
  }
}

export const whisperPanels = new WhisperPanels();

export function useWhisperPanel(conversationId: string): boolean {
  return useSyncExternalStore(whisperPanels.subscribe, () => whisperPanels.isOpen(conversationId));
}
