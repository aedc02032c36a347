/** The foot of both dialogs: what it costs or what is missing, and the one thing to do. */
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Button, IconButton } from "@/ui/Button";
import { Banner } from "@/ui/Feedback";
import { IconAlertCircle, IconX } from "@/ui/icons";
import { openConversationOf, refusalWords } from "../api/refusals";
import type { Choice } from "../api/useChoice";
import { toUse } from "../api/useChoice";
import { Cost } from "./Cost";
import styles from "./Templates.module.css";

interface ActionsProps {
  choice: Choice;
  windowOpen: boolean;
  /** What is missing besides the template. */
  missing?: string | null;
  error: unknown;
  busy: boolean;
  act: string;
  onAct: () => void;
  onDismiss: () => void;
  onClose: () => void;
}

export function Actions(props: ActionsProps) {
  const { choice, windowOpen, missing = null, error, busy, act, onAct, onDismiss, onClose } = props;
  const { t } = useTranslation();
  const { template } = choice;
  const obstacle = missing ?? obstacleOf();
  return (
    <div className={styles.end}>
      {error ? <Refused error={error} onDismiss={onDismiss} onClose={onClose} /> : null}
      <div className={styles.actions}>
        <span>{obstacle ?? (template ? <Cost template={template} windowOpen={windowOpen} /> : null)}</span>
        <Button look="quiet" onClick={onClose}>
          {t("status.cancel")}
        </Button>
        <Button look="primary" busy={busy} disabled={obstacle !== null} onClick={onAct}>
          {act}
        </Button>
      </div>
    </div>
  );

  function obstacleOf(): string | null {
    if (!template) return t("templates.obstacle_none");
    if (template.refusal) return t("templates.obstacle_refused");
    return toUse(choice) ? null : t("templates.obstacle_missing");
  }
}

function Refused({ error, onDismiss, onClose }: Pick<ActionsProps, "error" | "onDismiss" | "onClose">) {
  const { t } = useTranslation();
  const inTheWay = openConversationOf(error);
  return (
    <Banner
      tone="bad"
      role="alert"
      icon={<IconAlertCircle size={18} stroke={1.75} aria-hidden="true" />}
      action={
        inTheWay ? (
          <Link href={`/conversations/${inTheWay}`} onClick={onClose}>
            {t("start.open_it")}
          </Link>
        ) : (
          <IconButton label={t("composer.dismiss")} onClick={onDismiss}>
            <IconX size={16} stroke={1.75} aria-hidden="true" />
          </IconButton>
        )
      }
    >
      {refusalWords(error, t)}
    </Banner>
  );
}
