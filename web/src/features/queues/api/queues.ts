/** One queue with its people, and the values of its two forms. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { ApiError } from "@/api/errors";
import { get, put } from "@/api/http";
import { keys } from "@/api/keys";
import type { Queue, QueueDetails } from "@/api/types";
import { listed } from "@/i18n/format";
import type { Errors } from "@/settings/ConfiguredForm";

export const nameLimit = 60;
export const descriptionLimit = 200;
const longestMinutes = 7 * 24 * 60;

export interface QueueValues {
  name: string;
  description: string;
  /** As it is typed; empty: no target. */
  target: string;
}

export const blankQueue: QueueValues = { name: "", description: "", target: "" };

export function valuesOf({ name, description, target_seconds }: Queue): QueueValues {
  return { name, description, target: target_seconds === null ? "" : minutesWritten(target_seconds) };
}

function minutesWritten(seconds: number): string {
  return String(Math.round((seconds / 60) * 100) / 100).replace(".", ",");
}

/** Minutes as people write them, "1,5"; NaN for anything else. */
function minutesRead(text: string): number {
  return /^\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.trim().replace(",", ".")) : Number.NaN;
}

export function bodyOf({ target, ...rest }: Partial<QueueValues>): object {
  if (target === undefined) return rest;
  return { ...rest, target_seconds: target.trim() ? Math.round(minutesRead(target) * 60) : null };
}

export function flawsOf({ name, description, target }: QueueValues, t: TFunction): Errors<QueueValues> {
  const flaws: Errors<QueueValues> = {};
  if (!name.trim()) flaws.name = t("queues.name_missing");
  else if ([...name].length > nameLimit) flaws.name = t("settings.too_long", { limit: nameLimit });
  if ([...description].length > descriptionLimit) {
    flaws.description = t("settings.too_long", { limit: descriptionLimit });
  }
  const minutes = minutesRead(target);
  if (target.trim() && !(minutes * 60 >= 10 && minutes <= longestMinutes))
    flaws.target = t("queues.target_wrong");
  return flaws;
}

export function targetWords({ target_seconds }: Pick<Queue, "target_seconds">, t: TFunction): string {
  if (target_seconds === null) return t("queues.no_target");
  return t("queues.target_of", { minutes: minutesWritten(target_seconds) });
}

export interface MemberValues {
  members: { id: string; channels: string[] }[];
}

export function membersOf({ members }: QueueDetails): MemberValues {
  const found = members.map(({ id, channels }) => ({ id, channels }));
  return { members: found.sort((one, other) => one.id.localeCompare(other.id)) };
}

export function useQueueDetails(id: string) {
  return useQuery({
    queryKey: keys.queue(id),
    queryFn: ({ signal }) => get<QueueDetails>(`/queues/${id}`, { signal }),
    refetchOnWindowFocus: true,
  });
}

export function useStaffing(id: string) {
  const cache = useQueryClient();
  return async ({ members }: MemberValues, version: number): Promise<QueueDetails> => {
    const body = { members: members.map((one) => ({ user_id: one.id, channels: one.channels })) };
    try {
      const staffed = await put<QueueDetails>(`/queues/${id}/members`, body, { version });
      cache.setQueryData(keys.queue(id), staffed);
      return staffed;
    } finally {
      await cache.invalidateQueries({ queryKey: keys.queues });
    }
  };
}

/** What keeps a queue from being retired; null: something else was refused. */
export function usersOf(error: unknown, { name }: Queue, t: TFunction): string | null {
  if (!(error instanceof ApiError) || error.code !== "queue_in_use") return null;
  const { connections, waiting, held } = error.problem as unknown as {
    connections: { name: string }[];
    waiting: number;
    held: number;
  };
  const reasons = connections.map((one) => t("queues.in_use_connection", one));
  if (waiting + held > 0) reasons.push(t("queues.in_use_conversations", { count: waiting + held }));
  return t("queues.in_use", { name, reasons: listed(reasons) });
}
