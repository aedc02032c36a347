/** What people do, in memory: one's own state follows what one chooses. */
import { HttpResponse } from "msw";
import type { Colleague, OwnPresence, Presence } from "@/api/types";
import { aColleague, aPresence, byron, lucia } from "./entities";

export class FakePresence {
  own: OwnPresence = { presence: aPresence(), held_conversations: 0 };
  colleagues: Colleague[] = [aColleague(lucia), aColleague(byron)];
  /** States that were chosen, for oneself or for others. */
  readonly choices: Record<string, unknown>[] = [];

  async answer(request: Request, path: string) {
    const body = request.method === "PUT" ? ((await request.json()) as { state: Presence["state"] }) : null;
    if (body) this.choices.push(body);
    return HttpResponse.json(path.startsWith("/me/") ? this.ofMe(body) : this.ofMany(body !== null));
  }

  private ofMe(choice: { state: Presence["state"] } | null): OwnPresence {
    const { presence } = this.own;
    if (choice) {
      const changed = { ...presence, state: choice.state, version: presence.version + 1 };
      this.own = { ...this.own, presence: changed };
    }
    return this.own;
  }

  /** Of those changed nobody is signed in. */
  private ofMany(isChange: boolean) {
    if (!isChange) return { items: this.colleagues, next_cursor: null };
    return { items: [], refused: [{ user_id: byron.id, code: "not_signed_in" }] };
  }
}
