/** Says in a form that somebody has asked to change the same, and nobody has decided on it. */
import { useTranslation } from "react-i18next";
import { comingMoment } from "@/i18n/format";
import { Banner } from "@/ui/Feedback";
import { IconClock } from "@/ui/icons";
import { LinkButton } from "@/ui/LinkButton";
import { useNow } from "@/ui/useNow";
import { changesPage } from "./held";
import { useOpenChanges, waitingFor } from "./waiting";

export function WaitingNote({ place, current }: { place: string; current: object | null }) {
  const { t } = useTranslation();
  const nowMs = useNow(60_000);
  const { data } = useOpenChanges();
  const id = current && "id" in current ? String(current.id) : null;
  const [first] = waitingFor(data ?? [], place, id);
  if (!first) return null;
  const name = first.asked_by.name ?? t("settings.somebody");
  const text =
    first.state === "scheduled" && first.due_at
      ? t("changes.note_scheduled", { name, when: comingMoment(first.due_at, nowMs) })
      : t("changes.note_pending", { name });
  return (
    <Banner
      tone="info"
      role="status"
      icon={<IconClock size={18} stroke={1.75} aria-hidden="true" />}
      action={
        <LinkButton size="s" href={changesPage}>
          {t("changes.see")}
        </LinkButton>
      }
    >
      {text}
    </Banner>
  );
}
