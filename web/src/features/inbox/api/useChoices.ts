/** What can be chosen in each filter, with its name. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useQueues, useSignedIn, useUsers } from "@/api/directory";
import { useLabels } from "@/api/labels";
import type { Conversation, Label } from "@/api/types";
import { compareWords } from "@/i18n/languages";
import { useDesk } from "@/realtime/desk-store";
import { channelName } from "@/ui/Channel";
import type { Choice } from "./filters";

export interface Option {
  value: string;
  name: string;
  colour?: Label["colour"];
}

export type Choices = Record<Choice, Option[]>;

export function useChoices(): Choices {
  const { t } = useTranslation();
  const me = useSignedIn();
  const queues = useQueues().data;
  const users = useUsers(me.permissions.includes("users.read")).data;
  const labels = useLabels();
  const known = useDesk((state) => state.conversations);
  return useMemo(() => {
    const seen = [...known.values()].map((one) => one.item);
    const others = (users ?? []).filter((user) => user.id !== me.id);
    return {
      assignee: [
        { value: "me", name: t("filter.me") },
        { value: "none", name: t("filter.nobody") },
        ...others.map(({ id, name }) => ({ value: id, name })),
      ],
      queue: (queues ?? []).map(({ id, name }) => ({ value: id, name })),
      connection: (queues ?? [])
        .flatMap((queue) => queue.connections)
        .map(({ id, name }) => ({ value: id, name })),
      channel: distinct(seen, (one) => [one.channel]).map((id) => ({ value: id, name: channelName(id) })),
      label: labels.map(({ id, name, colour }) => ({ value: id, name, colour })),
    };
  }, [t, me, queues, users, labels, known]);
}

/** What the conversations at hand carry, in order of the alphabet. */
function distinct(seen: readonly Conversation[], of: (one: Conversation) => readonly string[]): string[] {
  return [...new Set(seen.flatMap(of))].sort(compareWords);
}

/** One that is not known, or no longer, is shown as it is asked for. */
export function chosenOf(options: readonly Option[], value: string): Option {
  return options.find((option) => option.value === value) ?? { value, name: value };
}
