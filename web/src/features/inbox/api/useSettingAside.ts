/** Setting the open chat aside: unread, or put off until a time. Either closes it, else it would be read at once. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import { ApiError, OfflineError } from "@/api/errors";
import { comingMoment } from "@/i18n/format";
import { useConversationEntity } from "@/realtime/desk-store";
import { toast } from "@/state/toast";
import { useShortcut } from "@/ui/shortcuts";
import { markUnread, snooze, wake } from "./actions";

export function useSettingAside(id: string | null, onAside: () => void) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const conversation = useConversationEntity(id);
  const [choosing, setChoosing] = useState(false);
  const open = conversation !== null && conversation.state !== "resolved";
  const held = open && conversation.assignee !== null;
  const mine = held && conversation.assignee?.id === me.id;
  const putOff = held && (mine || me.permissions.includes("conversations.assign"));
  const can = {
    markUnread: open && (mine || !held),
    snooze: putOff,
    wake: putOff && conversation.snoozed_until !== null,
  };

  async function attempt(run: () => Promise<unknown>, said: string, undo?: () => void): Promise<boolean> {
    try {
      await run();
      toast.show(said, undo ?? null);
      return true;
    } catch (error) {
      toast.show(t(refusalOf(error)));
      return false;
    }
  }

  const wakeOne = (one: string) => void attempt(() => wake(one), t("snooze.done_wake"));
  const aside = {
    can,
    choosing,
    choose: () => setChoosing(true),
    close: () => setChoosing(false),
    /** The chat is left first: who looks at it reads it. */
    markUnread: () => {
      if (!id) return;
      onAside();
      void attempt(() => markUnread(id), t("snooze.done_unread"));
    },
    snooze: async (until: Date) => {
      setChoosing(false);
      if (!id) return;
      const said = t("snooze.done", { time: comingMoment(until, Date.now()) });
      if (
        await attempt(
          () => snooze(id, until),
          said,
          () => wakeOne(id),
        )
      )
        onAside();
    },
    wake: () => (id ? wakeOne(id) : undefined),
  };
  useShortcut("u", () => (can.markUnread ? aside.markUnread() : undefined));
  useShortcut("p", () => (can.snooze ? aside.choose() : undefined));
  return aside;
}

export type SettingAside = ReturnType<typeof useSettingAside>;

function refusalOf(error: unknown) {
  if (error instanceof OfflineError) return "action.offline";
  if (!(error instanceof ApiError)) return "action.failed";
  switch (error.code) {
    case "not_holder":
      return "action.not_holder";
    case "not_found":
      return "action.not_found";
    case "conversation_resolved":
      return "snooze.resolved";
    default:
      return "action.failed";
  }
}
