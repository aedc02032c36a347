/** Below a bubble that did not simply arrive: one sentence of reason, then the buttons that mend it. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { clockTime } from "@/i18n/format";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { IconAlertCircle, IconClock, IconQuestionMark, IconRefresh } from "@/ui/icons";
import { late } from "@/ui/late";
import { useNow } from "@/ui/useNow";
import { reasonOf, resend, resendableAtMs } from "../api/messages";
import { useThrough } from "../api/through";
import styles from "./Bubble.module.css";

const ConfirmDialog = late(() => import("@/ui/ConfirmDialog").then((module) => module.ConfirmDialog));

export function MessageTrouble({ message }: { message: Message }) {
  if (message.status === "failed") return <Failed message={message} />;
  if (message.status === "unconfirmed") return <Unconfirmed message={message} />;
  if (message.status === "queued" && (message.retry_at || message.error?.retryable))
    return <Retrying message={message} />;
  return message.hold ? <Held hold={message.hold} /> : null;
}

function useResend(message: Message) {
  const { t } = useTranslation();
  return useMutation({
    mutationFn: () => resend(message),
    onSuccess: () => toast.show(t("status.resent")),
    onError: () => toast.show(t("status.not_resendable")),
  });
}

function Failed({ message }: { message: Message }) {
  const { t } = useTranslation();
  const again = useResend(message);
  const isPast = useThrough(message) !== null;
  const [open, setOpen] = useState(false);
  const detail = [message.error?.code, message.error?.title, message.error?.detail]
    .filter(Boolean)
    .join(" · ");
  return (
    <>
      <div className={styles.trouble}>
        <IconAlertCircle size={16} stroke={1.75} aria-hidden="true" />
        <span>
          <b className="t-strong">{t("status.failed_lead")}</b> {reasonOf(message.error, t)}
        </span>
      </div>
      <div className={styles.mend}>
        {message.resent_as ? (
          <span className="t-meta">{t("status.resent_already")}</span>
        ) : isPast ? null : (
          <Button size="xs" busy={again.isPending} onClick={() => again.mutate()}>
            <IconRefresh size={14} stroke={2} aria-hidden="true" />
            {t("status.resend")}
          </Button>
        )}
        {detail ? (
          <Button size="xs" look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? "status.hide_detail" : "status.detail")}
          </Button>
        ) : null}
      </div>
      {open ? <p className={styles.detail}>{detail}</p> : null}
    </>
  );
}

function Unconfirmed({ message }: { message: Message }) {
  const { t } = useTranslation();
  const again = useResend(message);
  const [asking, setAsking] = useState(false);
  const nowMs = useNow(15_000);
  const isPast = useThrough(message) !== null;
  const resendable = nowMs >= resendableAtMs(message) && !message.resent_as && !isPast;
  function whenResendable(): string | null {
    if (message.resent_as) return t("status.resent_already");
    if (isPast) return null;
    return resendable ? null : t("status.unconfirmed_wait", { time: clockTime(resendableAtMs(message)) });
  }
  return (
    <>
      <div className={`${styles.trouble} ${styles.warn}`}>
        <IconQuestionMark size={16} stroke={1.75} aria-hidden="true" />
        <span>
          <b className="t-strong">{t("status.unconfirmed_lead")}</b> {t("status.unconfirmed_text")}{" "}
          {whenResendable()}
        </span>
      </div>
      {resendable ? (
        <div className={styles.mend}>
          <Button size="xs" busy={again.isPending} onClick={() => setAsking(true)}>
            <IconRefresh size={14} stroke={2} aria-hidden="true" />
            {t("status.resend")}
          </Button>
        </div>
      ) : null}
      <ConfirmDialog
        opened={asking}
        title={t("status.resend_title")}
        consequence={t("status.resend_consequence")}
        confirm={t("status.resend_confirm")}
        onConfirm={() => {
          again.mutate();
          return true;
        }}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

/** Accepted and kept back by the provider: nothing to do but to wait. */
function Held({ hold }: { hold: NonNullable<Message["hold"]> }) {
  const { t } = useTranslation();
  return (
    <div className={`${styles.trouble} ${styles.plain}`}>
      <IconClock size={16} stroke={1.75} aria-hidden="true" />
      <span>{t(`templates.hold.${hold}`)}</span>
    </div>
  );
}

function Retrying({ message }: { message: Message }) {
  const { t } = useTranslation();
  const nowMs = useNow(1_000);
  const seconds = message.retry_at ? Math.ceil((Date.parse(message.retry_at) - nowMs) / 1000) : 0;
  const isHeld = message.error?.code.startsWith("connection_") ?? false;
  if (isHeld) {
    return (
      <div className={`${styles.trouble} ${styles.plain}`}>
        <IconClock size={16} stroke={1.75} aria-hidden="true" />
        <span>
          <b className="t-strong">{t("status.held_lead")}</b> {reasonOf(message.error, t)}
        </span>
      </div>
    );
  }
  const words =
    seconds > 0 ? t("status.retry_in", { attempt: message.attempts + 1, seconds }) : t("status.retrying");
  return (
    <div className={`${styles.trouble} ${styles.plain}`}>
      <IconClock size={16} stroke={1.75} aria-hidden="true" />
      <span>
        {words} {reasonOf(message.error, t)}
      </span>
    </div>
  );
}
