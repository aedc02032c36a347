/** Coming in with a passkey: alone, or as what a password led to. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type PasskeyOptions, showPasskey } from "@/api/passkeys";
import { session, type TokenAnswer } from "@/api/session";
import { Button } from "@/ui/Button";
import { IconAlertCircle, IconKey } from "@/ui/icons";
import { useNow } from "@/ui/useNow";
import { isOver, type Refusal, refusalOf, sentenceOf } from "../api/refusal";
import styles from "./SignInPage.module.css";

interface Props {
  /** What the password led to; without one the passkey is all. */
  challenge?: string;
  look?: "normal" | "primary";
  /** The challenge serves no more: back to the password. */
  onOver: () => void;
  onEntered?: () => void;
}

export function PasskeyButton({ challenge, look = "normal", onOver, onEntered }: Props) {
  const { t } = useTranslation();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const now = useNow(1000);
  const locked = refusal?.kind === "too_many" && refusal.untilMs > now;

  async function enter() {
    setBusy(true);
    setRefusal(null);
    try {
      const asked = await session.step<PasskeyOptions>("passkey/options", challenge ? { challenge } : {});
      const credential = await showPasskey(asked);
      session.accept(await session.step<TokenAnswer>("passkey", { credential }));
      onEntered?.();
    } catch (error) {
      if (isOver(error)) return onOver();
      setRefusal(refusalOf(error, Date.now()));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className={styles.other}>
      <Button look={look} size="l" busy={busy} disabled={locked} onClick={() => void enter()}>
        {busy ? null : <IconKey size={18} stroke={1.75} aria-hidden="true" />}
        {t(challenge ? "sign_in.passkey_verify" : "sign_in.passkey")}
      </Button>
      {refusal ? (
        <p className={styles.refused} role="alert">
          <IconAlertCircle size={16} stroke={1.75} aria-hidden="true" />
          <span>{sentenceOf(refusal, now, t)}</span>
        </p>
      ) : null}
    </div>
  );
}
