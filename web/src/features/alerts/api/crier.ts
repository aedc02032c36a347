/** Brings a tiding to the person by the ways that hold for them: once, whichever of their tabs is the one to do it. */
import type { AlertRule, AlertWay, Preferences } from "@/api/types";
import { toast } from "@/state/toast";
import { leave, notify } from "./browser";
import { quieted, waysFor } from "./events";
import { claim, maySound } from "./ledger";
import { speaker } from "./speaker";
import type { Tiding } from "./tidings";

export interface Listener {
  owner: string;
  rule: AlertRule;
  preferences: Preferences;
  resting: boolean;
  /** The address of the page: what is open is not announced with the way there. */
  place: string;
  openLabel: string;
  go: (href: string) => void;
}

/** Who has it in view comes first, then who can make a sound, seen before hidden: the first tells it. */
const patience = { inView: 0, visible: 120, hidden: 300, mute: 700 } as const;
/** What piled up while the tab slept comes within this time, and is one sound. */
const catchingUpMs = 12_000;

class Crier {
  /** By this tab. What stands unread in the centre comes by again and again, and is news once. */
  private readonly told = new Set<string>();
  private wokeAt = Number.NEGATIVE_INFINITY;

  /** The tab has slept, or was cut off: what comes now may be old. */
  woke(): void {
    this.wokeAt = performance.now();
  }

  async tell(tiding: Tiding, listener: Listener): Promise<void> {
    const { preferences, rule, resting, owner } = listener;
    const key = `${owner} ${tiding.key}`;
    if (this.told.has(key)) return;
    this.told.add(key);
    const muted = tiding.conversationId !== null && preferences.muted[tiding.conversationId] === true;
    const ways = quieted(waysFor(rule, preferences.alert_ways, tiding.event), tiding.event, {
      muted,
      resting,
    });
    if (ways.has("screen")) show(tiding, listener);
    await pause(patienceOf(tiding));
    if (await claim(owner, tiding.key)) await this.announce(tiding, ways, listener);
  }

  private async announce(tiding: Tiding, ways: Set<AlertWay>, listener: Listener): Promise<void> {
    const { preferences, owner } = listener;
    if (ways.has("browser") && document.hidden && leave() === "granted") {
      const href = hrefOf(tiding);
      notify({
        text: tiding.text,
        body: preferences.alerts_show_text ? tiding.preview : null,
        tag: tiding.conversationId ?? tiding.key,
        onOpen: () => (href ? listener.go(href) : undefined),
      });
    }
    if (ways.has("sound") && (await this.isDue(tiding, owner))) {
      await speaker.play(tiding.event, preferences.sound_volume);
    }
  }

  private isDue({ event }: Tiding, owner: string): Promise<boolean> {
    const catchingUp = performance.now() - this.wokeAt < catchingUpMs;
    return catchingUp ? maySound(owner, "catching-up", catchingUpMs) : maySound(owner, event);
  }
}

function show(tiding: Tiding, { place, openLabel }: Listener): void {
  const href = hrefOf(tiding);
  const leads = href !== null && place !== href && !tiding.isHeard;
  toast.tell(tiding.text, { link: leads ? { href, label: openLabel } : null, isHeard: tiding.isHeard });
}

function hrefOf({ conversationId }: Tiding): string | null {
  return conversationId ? `/conversations/${conversationId}` : null;
}

function patienceOf({ event }: Tiding): number {
  if (event === "open_message") return patience.inView;
  if (!speaker.mayPlay()) return patience.mute;
  return document.hidden ? patience.hidden : patience.visible;
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

export const crier = new Crier();
