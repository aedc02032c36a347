import { expect, it } from "vitest";
import { toldOf } from "@/features/alerts/api/told";
import { aConversation, byron, lucia } from "../fakes/entities";

const waiting = aConversation({ assignee: null });

it.each([
  ["conversation.released", waiting, "released"],
  ["conversation.left", null, "taken"],
  ["conversation.assigned", aConversation({ assignee: byron }), "taken"],
  ["conversation.resolved", aConversation({ state: "resolved" }), "resolved"],
  ["conversation.reopened", aConversation(), null],
])("%s by somebody else tells who held it: %#", (type, conversation, told) => {
  const data = { conversation, by: byron, previous_assignee_id: lucia.id };
  expect(toldOf({ type, at: "", data }, lucia.id)).toBe(told);
});

it("tells what one is given, and nothing of what one does oneself or what is of others", () => {
  const given = { conversation: aConversation(), by: byron, previous_assignee_id: null };
  const type = "conversation.assigned";
  expect(toldOf({ type, at: "", data: given }, lucia.id)).toBe("given");
  expect(toldOf({ type, at: "", data: { ...given, by: lucia } }, lucia.id)).toBeNull();
  expect(toldOf({ type, at: "", data: { ...given, by: null } }, lucia.id)).toBeNull();
  expect(toldOf({ type: "conversation.left", at: "", data: given }, byron.id)).toBeNull();
});
