/** User name or e-mail, and password; what else is asked for is told to whoever shows this. */
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { session } from "@/api/session";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { useNow } from "@/ui/useNow";
import { challengeOf, mustChoosePassword, type Refusal, refusalOf, sentenceOf } from "../api/refusal";
import type { Credentials } from "./FirstPasswordForm";
import styles from "./SignInPage.module.css";
import type { Stage } from "./SignInSteps";

interface Props {
  /** Whose desk is locked; empty: anybody's. */
  email: string;
  onStage: (stage: Stage) => void;
}

interface Missing {
  email?: string;
  password?: string;
}

export function PasswordForm({ email: fixed, onStage }: Props) {
  const { t } = useTranslation();
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const [missing, setMissing] = useState<Missing>({});
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const now = useNow(1000);
  const locked = refusal?.kind === "too_many" && refusal.untilMs > now;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed: Credentials = {
      email: fixed || String(form.get("email") ?? "").trim(),
      password: String(form.get("password") ?? ""),
    };
    const lacking: Missing = {
      ...(typed.email ? {} : { email: t("sign_in.login_missing") }),
      ...(typed.password ? {} : { password: t("sign_in.password_missing") }),
    };
    setMissing(lacking);
    setRefusal(null);
    if (lacking.email) return email.current?.focus();
    if (lacking.password) return password.current?.focus();
    setBusy(true);
    try {
      await session.signIn(typed.email, typed.password);
    } catch (error) {
      if (mustChoosePassword(error)) return onStage({ kind: "once", given: typed });
      const asked = challengeOf(error);
      if (asked) return onStage(asked);
      setRefusal(refusalOf(error, Date.now()));
      password.current?.focus();
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      {fixed ? (
        <input type="hidden" name="username" autoComplete="username" value={fixed} />
      ) : (
        <TextField
          ref={email}
          label={t("sign_in.login")}
          name="email"
          autoComplete="username"
          inputMode="email"
          autoCapitalize="none"
          spellCheck={false}
          error={missing.email}
        />
      )}
      <TextField
        ref={password}
        label={t("sign_in.password")}
        name="password"
        type="password"
        autoComplete="current-password"
        error={missing.password ?? (refusal ? sentenceOf(refusal, now, t) : null)}
      />
      <Button type="submit" look="primary" size="l" busy={busy} disabled={locked}>
        {t("sign_in.continue")}
      </Button>
      <Button look="quiet" onClick={() => onStage({ kind: "forgot" })}>
        {t("sign_in.forgot")}
      </Button>
    </form>
  );
}
