/** A table of people: looked at, then applied part by part; a part that failed is sent again under its key. */
import type { TFunction } from "i18next";
import { ApiError, OfflineError } from "@/api/errors";
import { post } from "@/api/http";
import type { UserImport } from "@/api/types";

const partSize = 100;

export type Fates = UserImport["counts"];
export type ImportedRow = UserImport["items"][number];

/** Told after each part; `part` is done of 1. */
export interface Applied {
  part: number;
  counts: Fates;
  refused: ImportedRow[];
}

export async function encoded(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

export function preview(content: string, offset: number): Promise<UserImport> {
  return post<UserImport>("/user-imports/preview", { content, offset, limit: partSize });
}

export class Application {
  private offset: number | null = 0;
  private readonly key = crypto.randomUUID();
  private done: Applied = { part: 0, counts: { create: 0, change: 0, same: 0, refused: 0 }, refused: [] };

  constructor(
    private readonly content: string,
    private readonly invite: boolean,
  ) {}

  /** Goes on where it stood. Throws what a part's request throws. */
  async run(onPart: (applied: Applied) => void): Promise<Applied> {
    while (this.offset !== null) {
      const { content, invite, offset } = this;
      const answer: UserImport = await post<UserImport>(
        "/user-imports",
        { content, invite, offset, limit: partSize },
        { idempotencyKey: `${this.key}-${offset}` },
      );
      this.done = this.after(answer);
      this.offset = answer.next_offset;
      onPart(this.done);
    }
    return this.done;
  }

  private after({ counts, items, next_offset, total }: UserImport): Applied {
    const before = this.done.counts;
    return {
      part: (next_offset ?? total) / Math.max(total, 1),
      counts: {
        create: before.create + counts.create,
        change: before.change + counts.change,
        same: before.same + counts.same,
        refused: before.refused + counts.refused,
      },
      refused: [...this.done.refused, ...items.filter(({ fate }) => fate === "refused")],
    };
  }
}

export function unreadable(error: unknown, t: TFunction): string {
  if (error instanceof OfflineError) return t("settings.offline");
  if (!(error instanceof ApiError) || error.code !== "unreadable_file") return t("settings.failed");
  switch (error.problem.reason) {
    case "empty":
      return t("users.file_empty");
    case "no_header":
      return t("users.file_no_header");
    case "too_large":
    case "too_many_rows":
      return t("users.file_too_large");
    default:
      return t("users.file_malformed");
  }
}

export function problemWords(code: string, t: TFunction): string {
  switch (code) {
    case "required":
      return t("users.problem_required");
    case "identifier_taken":
      return t("users.problem_taken");
    case "repeated":
      return t("users.problem_repeated");
    case "formula":
      return t("users.flaw_formula");
    case "too_long":
      return t("users.problem_too_long");
    case "unknown_role":
    case "unknown_queue":
    case "unknown_group":
      return t("users.problem_unknown");
    case "retired_role":
      return t("users.problem_retired");
    case "role_not_grantable":
    case "queue_out_of_scope":
      return t("users.refused_rights");
    case "change_held":
      return t("changes.held_pending");
    case "last_administrator":
      return t("users.refused_last");
    case "too_many_cells":
      return t("users.problem_cells");
    case "version_conflict":
      return t("users.problem_conflict");
    default:
      return t("users.problem_malformed");
  }
}

/** The table to fill in, with the mark by which spreadsheets know UTF-8. */
export function template(t: TFunction): Blob {
  return new Blob([`\uFEFF${t("users.template_columns")}\r\n${t("users.template_sample")}\r\n`], {
    type: "text/csv;charset=utf-8",
  });
}
