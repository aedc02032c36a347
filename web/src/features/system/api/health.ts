/** How every part of the product is, and in which words. */
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { get } from "@/api/http";
import { keys } from "@/api/keys";
import type { Check, Health } from "@/api/types";

const halfMinuteMs = 30_000;

export function useHealth() {
  return useQuery({
    queryKey: keys.health,
    queryFn: ({ signal }) => get<Health>("/health/details", { signal }),
    refetchInterval: halfMinuteMs,
  });
}

const named = [
  "clock",
  "push",
  "relay",
  "inbound.fifo",
  "status",
  "history",
  "media",
  "history-media",
  "outbound.fifo",
  "mail",
  "audit.fifo",
] as const;

/** What people call a part; tables, connections and applications have names of their own. */
export function partWords({ kind, name }: Check, t: TFunction): string {
  if (kind === "net") return t("system.net_of", { name: queueWords(name.replace(/^dead-/, ""), t) });
  if (kind === "dead_letters") return t("system.dead_letters");
  if (kind === "table") return t("system.table_of", { name });
  if (kind === "app") return t("system.app_of", { name });
  if (kind === "connection") return t("system.connection_of", { name });
  return queueWords(name, t);
}

function queueWords(name: string, t: TFunction): string {
  const known = named.find((one) => one === name);
  return known ? t(`system.part_${known.replace(".fifo", "") as Short}`) : name;
}

type Short =
  | "clock"
  | "push"
  | "relay"
  | "inbound"
  | "status"
  | "history"
  | "media"
  | "history-media"
  | "outbound"
  | "mail"
  | "audit";

/** What is wrong with it and what follows; nothing where it works. */
export function troubleWords({ code, count, detail }: Check, t: TFunction): string {
  if (!code) return "";
  const words = t(`system.code_${code}`, { count: count ?? 0 });
  return detail ? `${words.replace(/\.$/, "")} (${detail}).` : words;
}
