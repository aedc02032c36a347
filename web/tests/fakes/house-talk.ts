/** Notes and whispers as the API keeps them, in memory. */
import { HttpResponse } from "msw";
import type { Me, Mentionable, Note, Whisper } from "@/api/types";
import { byron } from "./entities";
import { aNote, aWhisper } from "./house-entities";

type Failure = { status: number; problem: Record<string, unknown> } | "offline";

export class FakeHouseTalk {
  readonly notes: Note[] = [];
  readonly whispers: Whisper[] = [];
  mentionable: Mentionable[] = [{ ...byron, role: "supervisor" }];
  /** Next answers to writing, oldest first. */
  failures: Failure[] = [];
  readonly written: { path: string; key: string | null; version: string | null; body: unknown }[] = [];
  readonly read: string[][] = [];

  /** The answer at this path of a conversation; null where there is none. */
  async answer(request: Request, id: string, action: string, noteId: string, me: Me) {
    if (action === "mentionable") return page(this.mentionable);
    if (action !== "notes" && action !== "whispers") return null;
    if (request.method === "GET") {
      const all: (Note | Whisper)[] = action === "notes" ? this.notes : this.whispers;
      return page(all.filter((one) => one.conversation_id === id));
    }
    return this.write(request, id, action, noteId, me);
  }

  async readMentions(request: Request) {
    this.read.push(((await request.json()) as { note_ids: string[] }).note_ids);
    return new HttpResponse(null, { status: 204 });
  }

  private async write(request: Request, id: string, action: string, noteId: string, me: Me) {
    const body = (await request.json()) as { text: string; mentions?: string[]; agent_id?: string };
    const path = new URL(request.url).pathname.replace("/api/v1", "");
    const { headers } = request;
    this.written.push({ path, key: headers.get("Idempotency-Key"), version: headers.get("If-Match"), body });
    const failure = this.failures.shift();
    if (failure === "offline") return HttpResponse.error();
    if (failure) return HttpResponse.json(failure.problem, { status: failure.status });
    const author = { id: me.id, name: me.name };
    const known = this.notes.find((one) => one.id === noteId);
    if (known) return HttpResponse.json(this.change(known, path.endsWith("/remove") ? null : body.text));
    const born = String(1000 + this.notes.length + this.whispers.length).padStart(19, "0");
    const made = {
      id: born,
      conversation_id: id,
      author,
      text: body.text,
      created_at: new Date().toISOString(),
    };
    if (action === "whispers") {
      const whisper = aWhisper({ ...made, agent: { id: body.agent_id ?? "", name: null } });
      this.whispers.push(whisper);
      return HttpResponse.json(whisper, { status: 201 });
    }
    const mentions = (body.mentions ?? []).map((one) => ({
      id: one,
      name: one === byron.id ? byron.name : one,
    }));
    const note = aNote({ ...made, mentions, editable_until: "2099-01-01T00:00:00.000Z" });
    this.notes.push(note);
    return HttpResponse.json(note, { status: 201 });
  }

  private change(note: Note, text: string | null): Note {
    const stamp = new Date().toISOString();
    const changed = { ...note, text, version: note.version + 1 };
    const next = text === null ? { ...changed, removed_at: stamp } : { ...changed, edited_at: stamp };
    this.notes[this.notes.indexOf(note)] = next;
    return next;
  }
}

function page(items: readonly unknown[]) {
  return HttpResponse.json({ items, next_cursor: null });
}
