/** The person's centre and the rule of their role. */
import { HttpResponse } from "msw";
import type { Alert, AlertRule } from "@/api/types";
import { allEvents } from "@/features/alerts/api/rules";

export class FakeAlerts {
  items: Alert[] = [];
  rule: AlertRule = aRule();

  async answer(request: Request, path: string) {
    if (path === "/me/alert-rule") return HttpResponse.json(this.rule);
    if (path === "/me/alerts/unread") return HttpResponse.json({ count: this.unread.length });
    if (request.method === "GET") return HttpResponse.json({ items: this.items, next_cursor: null });
    const { ids, up_to = "" } = (await request.json()) as { ids?: string[]; up_to?: string };
    const isRead = ({ id }: Alert) => (ids ? ids.includes(id) : id <= up_to);
    this.items = this.items.map((one) => (isRead(one) ? { ...one, is_read: true } : one));
    return new HttpResponse(null, { status: 204 });
  }

  get unread(): Alert[] {
    return this.items.filter((one) => !one.is_read);
  }
}

/** Everything on the screen, nothing else, and all of it left open. */
export function aRule(events: AlertRule["events"] = {}): AlertRule {
  const shown = allEvents.map((event) => [event, { ways: ["screen", "centre"], is_open: true }]);
  return {
    id: "agent",
    name: "agent",
    is_retired: false,
    changed_by: null,
    changed_at: null,
    version: 0,
    events: { ...(Object.fromEntries(shown) as AlertRule["events"]), ...events },
  };
}
