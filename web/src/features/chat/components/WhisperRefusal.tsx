/** Why a whisper was not passed on; its text is back in the field. */
import { useTranslation } from "react-i18next";
import type { ApiError } from "@/api/errors";
import { houseOutbox, refusalKey, useHouseOutbox } from "@/state/house-outbox";
import { IconButton } from "@/ui/Button";
import { Banner } from "@/ui/Feedback";
import { IconAlertCircle, IconX } from "@/ui/icons";

const known = ["nobody_holds", "not_found", "forbidden"] as const;

export function WhisperRefusal({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation();
  const error = useHouseOutbox().refusals[refusalKey("whisper", conversationId)];
  if (!error) return null;
  return (
    <Banner
      tone="bad"
      role="alert"
      icon={<IconAlertCircle size={18} stroke={1.75} aria-hidden="true" />}
      action={
        <IconButton
          label={t("composer.dismiss")}
          onClick={() => houseOutbox.dismiss("whisper", conversationId)}
        >
          <IconX size={16} stroke={1.75} aria-hidden="true" />
        </IconButton>
      }
    >
      {sentence(error)}
    </Banner>
  );

  function sentence(refused: ApiError): string {
    if (refused.code === "holder_changed") {
      return refused.holderName
        ? t("whisper.refused_holder_changed", { name: refused.holderName })
        : t("whisper.refused_holder_changed_unknown");
    }
    const code = known.find((one) => one === refused.code);
    return code ? t(`whisper.refused_${code}`) : t("whisper.refused_other", { code: refused.code });
  }
}
