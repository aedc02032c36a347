/** The second factor: a code of the authenticator, or a recovery code. */
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { session, type TokenAnswer } from "@/api/session";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { useNow } from "@/ui/useNow";
import { isOver, type Refusal, refusalOf, sentenceOf } from "../api/refusal";
import styles from "./SignInPage.module.css";

interface Props {
  challenge: string;
  /** The challenge serves no more: back to the password. */
  onOver: () => void;
  onEntered?: () => void;
}

export function CodeForm({ challenge, onOver, onEntered }: Props) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const now = useNow(1000);
  const locked = refusal?.kind === "too_many" && refusal.untilMs > now;

  useEffect(() => field.current?.focus(), []);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code") ?? "").trim();
    if (!code) return field.current?.focus();
    setBusy(true);
    setRefusal(null);
    try {
      session.accept(await session.step<TokenAnswer>("second-factor", { challenge, code }));
      onEntered?.();
    } catch (error) {
      if (isOver(error)) return onOver();
      setRefusal(refusalOf(error, Date.now()));
      field.current?.select();
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        ref={field}
        label={t("sign_in.code")}
        name="code"
        autoComplete="one-time-code"
        maxLength={64}
        help={t("sign_in.code_help")}
        error={refusal ? sentenceOf(refusal, now, t) : null}
      />
      <Button type="submit" look="primary" size="l" busy={busy} disabled={locked}>
        {t("sign_in.verify")}
      </Button>
    </form>
  );
}
