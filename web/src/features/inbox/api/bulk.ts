/** One action on many conversations: each on its own, a few at a time; what failed is named with its reason. */
import { ApiError, OfflineError } from "@/api/errors";
import type { Conversation } from "@/api/types";

const atOnce = 4;

export interface Failed {
  conversation: Conversation;
  error: unknown;
}

export interface Outcome {
  done: Conversation[];
  failed: Failed[];
}

export async function each(
  conversations: readonly Conversation[],
  run: (conversation: Conversation) => Promise<unknown>,
): Promise<Outcome> {
  const outcome: Outcome = { done: [], failed: [] };
  const rest = [...conversations];
  async function worker(): Promise<void> {
    for (let one = rest.shift(); one; one = rest.shift()) {
      try {
        await run(one);
        outcome.done.push(one);
      } catch (error) {
        outcome.failed.push({ conversation: one, error });
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker));
  return outcome;
}

const reasons = {
  new_message: "bulk.new_message",
  not_holder: "bulk.not_holder",
  already_assigned: "bulk.already_assigned",
  unknown_reference: "bulk.not_of_queue",
  conversation_resolved: "bulk.resolved",
  not_found: "bulk.not_found",
  typification_required: "bulk.typification_required",
  unknown_typification: "bulk.typification_elsewhere",
  typification_not_choosable: "bulk.typification_retired",
  too_many_labels: "bulk.too_many_labels",
  label_not_usable: "bulk.label_not_usable",
  unknown_label: "bulk.label_not_usable",
} as const;

/** The key of the sentence that tells why one failed. */
export function reasonOf(error: unknown) {
  if (error instanceof OfflineError) return "bulk.offline";
  const code = error instanceof ApiError ? error.code : "";
  return code in reasons ? reasons[code as keyof typeof reasons] : "bulk.failed";
}
