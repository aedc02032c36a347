/** Notifications of the browser: only by leave, which is asked for only when the person presses a button. */
import { useState } from "react";

export type Leave = "granted" | "denied" | "default" | "missing";

export function leave(): Leave {
  return typeof Notification === "undefined" ? "missing" : Notification.permission;
}

export function useLeave() {
  const [given, setGiven] = useState(leave);
  const ask = async () => setGiven(await Notification.requestPermission());
  return { given, ask };
}

interface Shown {
  text: string;
  /** What the customer wrote, where the person wants to see that here. */
  body: string | null;
  /** A later one of the same takes its place. */
  tag: string;
  onOpen: () => void;
}

export function notify({ text, body, tag, onOpen }: Shown): void {
  try {
    const shown = new Notification(text, { body: body ?? "", tag, silent: true, icon: "/icon.svg" });
    shown.onclick = () => {
      window.focus();
      onOpen();
      shown.close();
    };
  } catch {
    // Phones show them from a service worker alone; the sound and the centre tell it all the same.
  }
}
