/** From the draft and its files to the outbox. */
import { type Attached, type Attachment, attachments } from "@/state/attachments";
import { comingReplies } from "@/state/coming-replies";
import { drafts } from "@/state/drafts";
import { outbox } from "@/state/outbox";
import type { Part } from "@/state/outgoing";
import { preferences } from "@/state/preferences";
import { captionLimit, codePoints, textLimit } from "./window";

/**
 * Hands files and text to the outbox, in this order; a text over the limit stays, and everything waits for a file
 * or a quick reply that is still on its way. The text goes with a single file as its caption where the channel takes one.
 */
export function sendDraft(conversationId: string, sendAt: string | null = null): void {
  const draft = drafts.of(conversationId);
  const text = draft.text.trim();
  if (codePoints(text) > textLimit || comingReplies.isAny(conversationId)) return;
  if (attachments.of(conversationId).some(isOnItsWay)) return;
  const files = attachments.take(conversationId);
  if (!text && files.length === 0) return;
  const [only] = files;
  const isCaption = files.length === 1 && only && takesCaption(only) && codePoints(text) <= captionLimit;
  const parts: Part[] = files.map((file) => ({ text: isCaption ? text : "", file, replyTo: null }));
  if (text && !(files.length > 0 && isCaption)) parts.push({ text, file: null, replyTo: null });
  const [first, ...rest] = parts;
  if (!first) return;
  const quoting = [{ ...first, replyTo: draft.replyTo, replies: draft.replies?.slice(-10) }, ...rest];
  outbox.add(conversationId, quoting, preferences.snapshot().undo_send_seconds, sendAt);
  drafts.clear(conversationId);
}

/** Sound takes none, and no sticker does, which is what WhatsApp makes of this kind of picture. */
function takesCaption({ type }: Attached): boolean {
  return !type.startsWith("audio/") && type !== "image/webp";
}

export function isOnItsWay({ uploadId, error }: Attachment): boolean {
  return uploadId === null && !error;
}
