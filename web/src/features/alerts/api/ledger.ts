/**
 * What was told already, shared by the tabs of a browser: whoever writes a key first tells it, and nobody else. No
 * tab leads: one that sleeps or may not sound is in nobody's way.
 */
import { readStored, writeStored } from "@/state/storage";
import { exclusively } from "@/state/tab-locks";

const remembered = 200;
/** So long after a sound of a kind no other of it: ten messages are one sound. */
export const pauseMs = 3_000;

interface Page {
  told: string[];
  sounded: Record<string, number>;
}

const key = (owner: string) => `hilo.told.${owner}`;

/** Whether it falls to this tab to tell it. */
export function claim(owner: string, tidingKey: string): Promise<boolean> {
  return inTurn(owner, (page) => {
    if (page.told.includes(tidingKey)) return false;
    page.told = [...page.told, tidingKey].slice(-remembered);
    return true;
  });
}

/** Whether a sound of this kind was not just heard; if so, it counts as heard now. */
export function maySound(owner: string, kind: string, pause = pauseMs): Promise<boolean> {
  const nowMs = Date.now();
  return inTurn(owner, (page) => {
    if (Math.abs(nowMs - (page.sounded[kind] ?? 0)) < pause) return false;
    page.sounded[kind] = nowMs;
    return true;
  });
}

function inTurn<T>(owner: string, work: (page: Page) => T): Promise<T> {
  return exclusively(key(owner), async () => {
    const page = readStored<Page>(key(owner)) ?? { told: [], sounded: {} };
    const answer = work(page);
    writeStored(key(owner), page);
    return answer;
  });
}
