/** Trees of typifications and what conversations were closed with, as the API takes them. A test puts `handlers` before the API's. */
import { HttpResponse, http } from "msw";
import type { Conversation, Typification, TypificationTree } from "@/api/types";
import type { Choice } from "@/api/typifications";
import { problem } from "./answers";
import { byron } from "./entities";

const fields = new Set(["tree_id", "node_id", "comment"]);

export class FakeTypifications {
  trees: TypificationTree[] = [aTree()];
  /** While set, nobody learns the trees. */
  fails = false;
  /** What answers to who asks for trees wait for. */
  gate: Promise<void> = Promise.resolve();
  readonly corrections: object[] = [];
  /** What each resolving said, by conversation. */
  readonly resolved = new Map<string, Choice | null>();

  constructor(private readonly conversations: ReadonlyMap<string, Conversation>) {}

  handlers() {
    return [
      http.get("*/api/v1/typifications", async () => {
        await this.gate;
        return this.fails ? problem(403, "forbidden") : HttpResponse.json({ items: this.trees });
      }),
      http.put<{ id: string }>("*/api/v1/conversations/:id/typification", ({ params, request }) =>
        this.correct(params.id, request),
      ),
      http.post<{ id: string }>("*/api/v1/conversations/:id/resolve", async ({ params, request }) => {
        const { typification = null } = (await request.clone().json()) as { typification?: Choice | null };
        this.resolved.set(params.id, typification); // the API answers
      }),
    ];
  }

  private async correct(id: string, request: Request) {
    const body = (await request.json()) as Choice;
    this.corrections.push(body);
    if (Object.keys(body).some((field) => !fields.has(field))) return problem(422, "invalid_request");
    const conversation = this.conversations.get(id);
    if (!conversation) return problem(404, "not_found");
    const version = this.corrections.length + 1;
    return HttpResponse.json({ ...conversation, typification: aTypification(conversation, body, version) });
  }
}

export function aTree(change: Partial<TypificationTree> = {}): TypificationTree {
  const leaf = (id: string, name: string) => ({
    id,
    name,
    parent_id: null,
    is_retired: false,
    is_choosable: true,
  });
  return {
    id: "cobranza",
    name: "Cobranza",
    nodes: [leaf("promesa", "Promesa"), leaf("negativa", "Negativa")],
    queue_ids: [],
    is_mandatory: false,
    mandatory_queue_ids: [],
    is_retired: false,
    changed_by: null,
    changed_at: null,
    version: 1,
    ...change,
  };
}

export function aTypification(
  { id, resolved_at }: Conversation,
  { tree_id, node_id, comment }: Choice,
  version = 1,
): Typification {
  const name = aTree().nodes.find((one) => one.id === node_id)?.name ?? node_id;
  return {
    conversation_id: id,
    version,
    closed_at: resolved_at ?? "",
    tree_id,
    tree_version: 1,
    tree_name: "Cobranza",
    node_id,
    path: [name],
    comment,
    by: byron,
    at: "2026-11-20T15:20:00.000Z",
  };
}
