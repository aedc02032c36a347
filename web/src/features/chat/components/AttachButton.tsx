/** Chooses files to send; says why where the person may send none. */
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { refusalOf, refusesAll, type SendRules } from "@/api/send-rules";
import type { ContentKind } from "@/api/types";
import { acceptedTypes } from "@/api/upload";
import { attachments } from "@/state/attachments";
import { IconButton } from "@/ui/Button";
import { IconPaperclip } from "@/ui/icons";
import { notAllowed } from "../api/refusals";

const files: readonly ContentKind[] = ["image", "sticker", "audio", "video", "pdf", "word", "excel", "other"];

interface AttachButtonProps {
  conversationId: string;
  rules: SendRules;
  onChosen: () => void;
}

export function AttachButton({ conversationId, rules, onChosen }: AttachButtonProps) {
  const { t } = useTranslation();
  const picker = useRef<HTMLInputElement>(null);
  const refusal = refusesAll(rules, files) ? refusalOf(rules, files) : null;
  return (
    <>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-label={t("attach.choose")}
        accept={acceptedTypes.join(",")}
        onChange={(event) => {
          attachments.add(conversationId, event.target.files ?? [], rules);
          event.target.value = "";
          onChosen();
        }}
      />
      <IconButton
        label={refusal ? notAllowed(refusal, t) : t("attach.choose")}
        disabled={refusal !== null}
        onClick={() => picker.current?.click()}
      >
        <IconPaperclip size={18} stroke={1.75} aria-hidden="true" />
      </IconButton>
    </>
  );
}
