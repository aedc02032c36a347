import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DeskEvent } from "@/realtime/events";
import { type Connection, DeskSocket, pingEveryMs, renewAfterMs } from "@/realtime/socket";
import { FakeSocket } from "../fakes/socket";

describe("desk socket", () => {
  let sockets: FakeSocket[];
  let states: Connection[];
  let events: DeskEvent[];
  let readies: number;
  let ticketFails: boolean;
  let socket: DeskSocket;

  beforeEach(() => {
    vi.useFakeTimers();
    sockets = [];
    states = [];
    events = [];
    readies = 0;
    ticketFails = false;
    socket = new DeskSocket({
      ticket: async () => {
        if (ticketFails) throw new Error("offline");
        return "ticket";
      },
      open: () => {
        const fake = new FakeSocket();
        sockets.push(fake);
        return fake as unknown as WebSocket;
      },
      onEvent: (event) => events.push(event),
      onReady: () => {
        readies += 1;
      },
      onChange: (connection) => states.push(connection),
      random: () => 0.5,
    });
  });
  afterEach(() => {
    socket.stop();
    vi.useRealTimers();
  });

  const settle = () => vi.advanceTimersByTimeAsync(0);
  const latest = () => {
    const fake = sockets.at(-1);
    if (!fake) throw new Error("no connection was opened");
    return fake;
  };
  const actions = (fake: FakeSocket) => fake.sent.map((frame) => frame.action);

  async function becomeReady() {
    socket.start();
    await settle();
    latest().opens();
    latest().answers();
  }

  it("sends the next frame only after the former one was answered", async () => {
    socket.watchOnly(["general", "cobranzas"]);
    socket.view("c1");
    await becomeReady();
    expect(actions(latest())).toEqual(["ping", "watch"]);
    latest().answers();
    expect(actions(latest())).toEqual(["ping", "watch", "watch"]);
    latest().answers();
    expect(latest().sent.at(-1)).toEqual({ action: "open", conversation_id: "c1" });
  });

  it("has its owner refetch after every ready", async () => {
    await becomeReady();
    expect(readies).toBe(1);
    latest().close();
    await vi.advanceTimersByTimeAsync(1_000);
    latest().opens();
    latest().answers();
    expect(readies).toBe(2);
  });

  it("has its owner refetch only when everything it watches is heard of", async () => {
    socket.watchOnly(["general"]);
    socket.view("c1");
    await becomeReady();
    latest().answers();
    expect(readies).toBe(0);
    latest().answers();
    expect(readies).toBe(1);
    socket.view("c2");
    latest().answers();
    expect(readies).toBe(1);
  });

  it("waits longer after each failure, never beyond half a minute", async () => {
    ticketFails = true;
    socket.start();
    await settle();
    const waits: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const state = states.at(-1);
      if (state?.state !== "waiting") throw new Error("expected to wait");
      const waitMs = state.retryAtMs - Date.now();
      waits.push(waitMs);
      await vi.advanceTimersByTimeAsync(waitMs);
    }
    expect(waits.slice(0, 3)).toEqual([750, 1500, 3000]);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
  });

  it("asks again for what is viewed and watched after a reconnection", async () => {
    await becomeReady();
    socket.view("c7");
    latest().answers();
    latest().close();
    await vi.advanceTimersByTimeAsync(1_000);
    latest().opens();
    latest().answers();
    expect(latest().sent.at(-1)).toEqual({ action: "open", conversation_id: "c7" });
  });

  it("pings every five minutes", async () => {
    await becomeReady();
    await vi.advanceTimersByTimeAsync(pingEveryMs);
    expect(actions(latest())).toEqual(["ping", "ping"]);
  });

  it("reconnects when an answer stays out", async () => {
    await becomeReady();
    socket.view("c1");
    await vi.advanceTimersByTimeAsync(12_000);
    expect(sockets).toHaveLength(2);
  });

  it("gives up a connection at once when the network is gone, and finds back", async () => {
    await becomeReady();
    const silent = latest();
    socket.networkLost();
    expect(states.at(-1)).toMatchObject({ state: "waiting", attempt: 1 });
    silent.says({ type: "message.received", at: "", data: {} });
    expect(events).toEqual([]);
    socket.retryNow();
    await settle();
    latest().opens();
    latest().answers();
    expect(states.at(-1)?.state).toBe("ready");
    expect(readies).toBe(2);
  });

  it("makes the next connection before the old one breaks, without a gap", async () => {
    await becomeReady();
    const old = latest();
    for (let spent = 0; spent < renewAfterMs; spent += pingEveryMs) {
      await vi.advanceTimersByTimeAsync(pingEveryMs);
      old.answers();
    }
    await settle();
    expect(sockets).toHaveLength(2);
    old.says({ type: "message.received", at: "x", data: {} });
    expect(events).toHaveLength(1);
    latest().opens();
    latest().answers();
    expect(old.readyState).toBe(3);
    expect(states.at(-1)).toEqual({ state: "ready" });
    expect(states.some((state) => state.state === "waiting")).toBe(false);
  });

  it("retries at once when told to", async () => {
    ticketFails = true;
    socket.start();
    await settle();
    ticketFails = false;
    socket.retryNow();
    await settle();
    expect(sockets).toHaveLength(1);
  });

  it("does not ask again for what was refused", async () => {
    await becomeReady();
    socket.view("c1");
    latest().says({ type: "error", code: "not_found" });
    latest().close();
    await vi.advanceTimersByTimeAsync(1_000);
    latest().opens();
    latest().answers();
    expect(actions(latest())).toEqual(["ping"]);
  });
});
