/** A WebSocket whose other end is the test. */
export class FakeSocket extends EventTarget {
  readonly OPEN = 1;
  readyState = 0;
  readonly sent: { action: string; [key: string]: unknown }[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(new Event("close"));
  }

  opens(): void {
    this.readyState = this.OPEN;
    this.dispatchEvent(new Event("open"));
  }

  says(frame: unknown): void {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(frame) }));
  }

  /** Answers the frame that waits, as the local stack does. */
  answers(): void {
    const asked = this.sent.at(-1);
    if (asked?.action === "ping") this.says({ type: this.sent.length === 1 ? "ready" : "pong" });
    else this.says({ type: "ok", action: asked?.action });
  }
}
