/** A forgotten password: the answer is the same whoever has the address. */
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { session } from "@/api/session";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { useNow } from "@/ui/useNow";
import { type Refusal, refusalOf, sentenceOf } from "../api/refusal";
import styles from "./SignInPage.module.css";

export function ForgotForm({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [missing, setMissing] = useState(false);
  const [asked, setAsked] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const now = useNow(1000);

  useEffect(() => field.current?.focus(), []);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("email") ?? "").trim();
    setMissing(!email);
    setRefusal(null);
    if (!email) return field.current?.focus();
    setBusy(true);
    try {
      await session.step("reset", { email });
      setAsked(true);
    } catch (error) {
      setRefusal(refusalOf(error, Date.now()));
    } finally {
      setBusy(false);
    }
  }

  if (asked) {
    return (
      <div className={styles.form}>
        <p role="status">{t("sign_in.reset_asked")}</p>
        <Button onClick={onBack}>{t("sign_in.back")}</Button>
      </div>
    );
  }
  const refused = refusal ? sentenceOf(refusal, now, t) : null;
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <p>{t("sign_in.reset_help")}</p>
      <TextField
        ref={field}
        label={t("sign_in.email")}
        name="email"
        type="email"
        autoComplete="username"
        error={missing ? t("sign_in.email_missing") : refused}
      />
      <Button type="submit" look="primary" size="l" busy={busy}>
        {t("sign_in.reset_ask")}
      </Button>
      <Button look="quiet" onClick={onBack}>
        {t("sign_in.back")}
      </Button>
    </form>
  );
}
