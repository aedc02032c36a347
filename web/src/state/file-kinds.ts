/** Of which kinds a file is, by its type, its name and its first bytes: the server judges the same, and has the last word. */
import type { ContentKind } from "@/api/types";

const headBytes = 8_192;
const office = "application/vnd.openxmlformats-officedocument.";

const byType: Record<string, ContentKind> = {
  "image/gif": "gif",
  "image/webp": "sticker",
  "application/pdf": "pdf",
  "application/msword": "word",
  [`${office}wordprocessingml.document`]: "word",
  "application/vnd.ms-excel": "excel",
  [`${office}spreadsheetml.sheet`]: "excel",
};
const byEnding: readonly [RegExp, ContentKind][] = [
  [/\.gif$/i, "gif"],
  [/\.pdf$/i, "pdf"],
  [/\.(doc[mx]?|dotx?|rtf)$/i, "word"],
  [/\.(xls[bmx]?|xltx?)$/i, "excel"],
];
/** What a file begins with, as Latin letters. */
const byStart: readonly [RegExp, ContentKind][] = [
  [/^GIF8/, "gif"],
  [/^RIFF[^]{4}WEBP/, "sticker"],
  [/^[^]{0,1024}%PDF-/, "pdf"],
];
/** What an archive of an office, or its older container, names within. */
const byPart: readonly [RegExp, ContentKind][] = [
  [/word\/|W\0o\0r\0d\0D\0o\0c/, "word"],
  [/xl\/|W\0o\0r\0k\0b\0o\0o\0k\0/, "excel"],
];
const container = /^(PK\x03\x04|\xd0\xcf\x11\xe0)/;

export async function kindsOfFile(file: File): Promise<ContentKind[]> {
  const head = new TextDecoder("latin1").decode(await file.slice(0, headBytes).arrayBuffer());
  const [main = ""] = file.type.split("/");
  const plain =
    byType[file.type] ?? (["image", "audio", "video"].includes(main) ? (main as ContentKind) : "other");
  const marks = container.test(head) ? [...byStart, ...byPart] : byStart;
  const found = [
    ...byEnding.filter(([ending]) => ending.test(file.name)),
    ...marks.filter(([mark]) => mark.test(head)),
  ].map(([, kind]) => kind);
  return [...new Set([plain, ...found])];
}
