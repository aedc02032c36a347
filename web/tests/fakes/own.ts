/** What belongs to the signed-in person alone: drafts and preferences, with their versions. */
import { HttpResponse } from "msw";
import type { KeptDraft, Preferences } from "@/api/types";

export class FakeOwn {
  /** Nothing is held back unless a test wants it. */
  preferences: Preferences = {
    undo_send_seconds: 0,
    enter_sends: true,
    single_key_shortcuts: true,
    next_after_resolve: false,
    sound_volume: 70,
    alert_ways: {},
    muted: {},
    quiet_on_break: true,
    alerts_show_text: false,
    language: "auto",
    hints_left: 0,
    version: 0,
  };
  drafts = new Map<string, KeptDraft>();
  private versions = 100;

  async call(request: Request, what: string, id = "") {
    const version = Number(request.headers.get("If-Match")?.replaceAll('"', ""));
    if (what === "preferences") return this.preferenceCall(request, version);
    if (!id) return HttpResponse.json({ items: [...this.drafts.values()], next_cursor: null });
    const standing = this.drafts.get(id) ?? null;
    const isRemoval = request.method === "DELETE";
    if ((standing?.version ?? 0) !== version && !(isRemoval && !standing)) {
      return HttpResponse.json({ code: "draft_conflict", standing }, { status: 412 });
    }
    if (isRemoval) {
      this.drafts.delete(id);
      return new HttpResponse(null, { status: 204 });
    }
    const { text, reply_to } = (await request.json()) as Pick<KeptDraft, "text" | "reply_to">;
    return HttpResponse.json(this.keep(id, text, reply_to));
  }

  /** As another device does. */
  keep(id: string, text: string, replyTo: KeptDraft["reply_to"] = null): KeptDraft {
    this.versions += 1;
    const saved_at = "2026-11-20T15:00:00.000Z";
    const draft = { conversation_id: id, text, reply_to: replyTo, saved_at, version: this.versions };
    this.drafts.set(id, draft);
    return draft;
  }

  private async preferenceCall(request: Request, version: number) {
    if (request.method === "GET") return HttpResponse.json(this.preferences);
    if (version !== this.preferences.version) {
      return HttpResponse.json({ code: "version_conflict" }, { status: 412 });
    }
    const choice = (await request.json()) as Partial<Preferences>;
    this.preferences = { ...this.preferences, ...choice, version: version + 1 };
    return HttpResponse.json(this.preferences);
  }
}
