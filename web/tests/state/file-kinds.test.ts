import { File as NodeFile } from "node:buffer";
import { expect, test } from "vitest";
import { rulesOf } from "@/api/send-rules";
import { kindsOfFile } from "@/state/file-kinds";
import { judge } from "@/state/judging";
import { aMe } from "../fakes/entities";

/** jsdom's files cannot be read. */
function aFile(content: string | Uint8Array, name: string, type: string): File {
  return new NodeFile([content], name, { type }) as unknown as File;
}

const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const zip = "PK\x03\x04..........................";

test.each([
  ["foto.jpg", "image/jpeg", "\xff\xd8", ["image"]],
  ["foto.png", "image/png", "GIF89a", ["image", "gif"]],
  ["a.gif", "image/gif", "GIF89a", ["gif"]],
  ["s.webp", "image/webp", "RIFF....WEBP", ["sticker"]],
  ["cuenta.pdf", "application/pdf", "%PDF-1.7", ["pdf"]],
  ["cuenta.txt", "text/plain", "\n%PDF-1.7", ["other", "pdf"]],
  ["carta.docx", docx, `${zip}word/document.xml`, ["word"]],
  ["carta.docx", docx, `${zip}xl/workbook.xml`, ["word", "excel"]],
  ["lista.XLSX", "text/plain", "a,b", ["other", "excel"]],
  ["palabras.txt", "text/plain", "word/ and xl/", ["other"]],
  ["nota.ogg", "audio/ogg", "OggS", ["audio"]],
])("%s of %s is %j", async (name, type, content, kinds) => {
  const bytes = Uint8Array.from(content, (letter) => letter.charCodeAt(0));
  expect(await kindsOfFile(aFile(bytes, name, type))).toEqual(kinds);
});

test("a file is refused before it leaves: by policy first, then by the channel's limit", async () => {
  const me = aMe({
    restrictions: [{ connection_id: "one", refused: [{ kind: "pdf", policies: ["Solo texto"] }] }],
    sendable: [{ kind: "document", content_types: ["application/pdf"], max_bytes: 4 }],
  });
  const pdf = aFile("%PDF-1.7", "cuenta.pdf", "application/pdf");
  const refused = await judge(pdf, rulesOf(me, "one"));
  expect([refused?.code, refused?.problem.refused]).toEqual([
    "content_not_allowed",
    [{ kind: "pdf", policies: ["Solo texto"] }],
  ]);
  const large = await judge(pdf, rulesOf(me, "other"));
  expect([large?.code, large?.problem.limit, large?.problem.length]).toEqual(["file_too_large", 4, 8]);
  expect(await judge(aFile("a", "a.pdf", "application/pdf"), rulesOf(me, "other"))).toBeNull();
});
