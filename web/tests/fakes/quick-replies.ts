/** Quick replies as the API has them, whose answers can be kept waiting. */
import { HttpResponse, http } from "msw";
import type { QuickReply } from "@/api/types";
import type { FakeApi } from "./api";

export function aQuickReply(change: Partial<QuickReply> = {}): QuickReply {
  return {
    id: "q1",
    name: "Saludo",
    shortcut: "saludo",
    text: "Hola {{cliente.nombre}}",
    folder: "",
    files: [],
    used_by: [],
    queue_ids: [],
    greets: "no",
    may_use: true,
    use_count: 0,
    last_used_at: null,
    is_retired: false,
    changed_by: null,
    changed_at: null,
    version: 1,
    ...change,
  };
}

/** Something to wait for, and what ends the waiting. */
export function aGate() {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

interface Waits {
  values?: Promise<void>;
  files?: Promise<void>;
}

/** The API has these; values and files come once what they wait for is over. */
export function hasQuickReplies(api: FakeApi, replies: QuickReply[], waits: Waits = {}): void {
  api.me.permissions.push("quick_replies.use");
  api.server.use(
    http.get("*/api/v1/quick-replies", () => HttpResponse.json({ items: replies })),
    http.get("*/api/v1/contacts/:id/values", async () => {
      await waits.values;
      return HttpResponse.json({ name: "Rosa", values: {}, version: 1 });
    }),
    http.post("*/api/v1/quick-replies/:id/files", async ({ params }) => {
      await waits.files;
      const files = replies.find(({ id }) => id === params.id)?.files;
      if (!files) return HttpResponse.json({ code: "not_found" }, { status: 404 });
      const items = files.map((file) => ({ ...file, upload_id: `upload-${file.id}` }));
      return HttpResponse.json({ items }, { status: 201 });
    }),
  );
}
