/** Whether a file may be sent: judged before anything of it leaves the browser. */
import { RefusedHere, refusalOf, type SendRules } from "@/api/send-rules";
import { kindsOfFile } from "./file-kinds";

/** Why it may not; null where the server is to decide. */
export async function judge(file: File, rules: SendRules): Promise<RefusedHere | null> {
  if (rules.refused.length > 0) {
    const refusal = refusalOf(rules, await kindsOfFile(file));
    if (refusal) return refusal;
  }
  const [type] = file.type.toLowerCase().split(";");
  const taken = rules.sendable.find((one) => one.content_types.includes(type ?? ""));
  if (taken && file.size > taken.max_bytes) {
    return new RefusedHere("file_too_large", { limit: taken.max_bytes, length: file.size });
  }
  return null;
}
