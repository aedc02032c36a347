/** Begins a voice note; says why where the person may send none. */
import { useTranslation } from "react-i18next";
import { refusalOf, type SendRules } from "@/api/send-rules";
import { recordings } from "@/state/recordings";
import { IconButton } from "@/ui/Button";
import { IconMicrophone } from "@/ui/icons";
import { notAllowed } from "../api/refusals";

export function RecordButton({ conversationId, rules }: { conversationId: string; rules: SendRules }) {
  const { t } = useTranslation();
  const refusal = refusalOf(rules, ["audio"]);
  return (
    <IconButton
      label={refusal ? notAllowed(refusal, t) : t("voice.record")}
      disabled={refusal !== null}
      onClick={() => void recordings.start(conversationId)}
    >
      <IconMicrophone size={18} stroke={1.75} aria-hidden="true" />
    </IconButton>
  );
}
