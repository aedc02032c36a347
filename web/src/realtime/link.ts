/**
 * One WebSocket connection: sends a client frame only after the former one was answered, and reports what
 * arrives. It never reconnects; that is the desk socket's decision.
 */
import { type ClientFrame, type DeskEvent, isEvent, type ServerFrame } from "./events";

const answerPatienceMs = 10_000;

export interface LinkListener {
  onReady(link: Link): void;
  onEvent(event: DeskEvent): void;
  onRefused(frame: ClientFrame, code: string): void;
  onBroken(link: Link): void;
}

export class Link {
  private readonly waiting: ClientFrame[] = [];
  private inFlight: ClientFrame | null = null;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private over = false;
  private ready = false;
  private settled: (() => void) | null = null;
  private readonly socket: WebSocket;
  private readonly listener: LinkListener;

  constructor(socket: WebSocket, listener: LinkListener) {
    this.socket = socket;
    this.listener = listener;
    this.expectAnswer();
    socket.addEventListener("open", () => {
      clearTimeout(this.patience);
      this.send({ action: "ping" });
    });
    socket.addEventListener("message", (message) => this.receive(String(message.data)));
    socket.addEventListener("close", () => this.breakDown());
    socket.addEventListener("error", () => this.breakDown());
  }

  send(frame: ClientFrame): void {
    if (this.over) return;
    this.waiting.push(frame);
    this.next();
  }

  /** Calls back once, when everything sent has been answered. */
  whenAnswered(settled: () => void): void {
    this.settled = settled;
    this.next();
  }

  /** Leaves without being reported as broken. */
  close(): void {
    this.over = true;
    clearTimeout(this.patience);
    this.socket.close();
  }

  private next(): void {
    if (this.inFlight || this.socket.readyState !== this.socket.OPEN) return;
    const frame = this.waiting.shift();
    if (!frame) {
      const settled = this.settled;
      this.settled = null;
      settled?.();
      return;
    }
    this.inFlight = frame;
    this.socket.send(JSON.stringify(frame));
    this.expectAnswer();
  }

  private receive(text: string): void {
    if (this.over) return;
    const frame = JSON.parse(text) as ServerFrame;
    if (isEvent(frame)) {
      this.listener.onEvent(frame);
      return;
    }
    const asked = this.inFlight;
    this.inFlight = null;
    clearTimeout(this.patience);
    if (frame.type === "error" && asked) this.listener.onRefused(asked, frame.code);
    if (frame.type === "ready" && !this.ready) {
      this.ready = true;
      this.listener.onReady(this);
    }
    this.next();
  }

  private expectAnswer(): void {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.breakDown(), answerPatienceMs);
  }

  private breakDown(): void {
    if (this.over) return;
    this.close();
    this.listener.onBroken(this);
  }
}
