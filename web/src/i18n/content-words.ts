/** Kinds of content as people call them. */
import type { TFunction } from "i18next";
import type { ContentKind } from "@/api/types";
import { listed } from "./format";

/** In the order in which they are shown. */
export const contentKinds: readonly ContentKind[] = [
  "text",
  "link",
  "image",
  "gif",
  "sticker",
  "audio",
  "video",
  "pdf",
  "word",
  "excel",
  "other",
];

export function kindsInWords(kinds: readonly ContentKind[], t: TFunction): string {
  return listed(kinds.map((kind) => t(`content.kind_${kind}`)));
}
