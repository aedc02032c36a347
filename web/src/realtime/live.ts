/** The live connection of this tab, wired to the address of the page. Whoever shows things subscribes here. */
import { useSyncExternalStore } from "react";
import { post } from "@/api/http";
import { desk } from "./desk-store";
import type { DeskEvent } from "./events";
import { house } from "./house";
import { type Connection, DeskSocket } from "./socket";

type EventListener = (event: DeskEvent) => void;

class Live {
  private connection: Connection = { state: "idle" };
  private readonly connectionListeners = new Set<() => void>();
  private readonly eventListeners = new Set<EventListener>();
  private readonly readyListeners = new Set<() => void>();
  readonly socket = new DeskSocket({
    ticket: async () => (await post<{ ticket: string }>("/realtime/ticket")).ticket,
    open: (ticket) => new WebSocket(socketAddress(ticket)),
    onEvent: (event) => {
      desk.apply(event);
      house.apply(event);
      for (const listener of this.eventListeners) listener(event);
    },
    onReady: () => {
      for (const listener of this.readyListeners) listener();
    },
    onChange: (connection) => {
      this.connection = connection;
      for (const listener of this.connectionListeners) listener();
    },
  });

  readonly snapshot = (): Connection => this.connection;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.connectionListeners.add(listener);
    return () => this.connectionListeners.delete(listener);
  };

  onEvent(listener: EventListener): () => void {
    this.eventListeners.add(listener);
    return () => this.eventListeners.delete(listener);
  }

  onReady(listener: () => void): () => void {
    this.readyListeners.add(listener);
    return () => this.readyListeners.delete(listener);
  }
}

function socketAddress(ticket: string): string {
  const protocol = location.protocol === "https:" ? "wss" : "ws";
  return `${protocol}://${location.host}/ws?ticket=${encodeURIComponent(ticket)}`;
}

export const live = new Live();

export function useConnection(): Connection {
  return useSyncExternalStore(live.subscribe, live.snapshot);
}
