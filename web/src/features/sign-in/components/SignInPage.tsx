/** The way in: e-mail and password, refusals in words, a lock-out with its remaining time; a password for once is replaced. */
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { session } from "@/api/session";
import { Button } from "@/ui/Button";
import { Banner } from "@/ui/Feedback";
import { TextField } from "@/ui/Field";
import { IconInbox, IconUser } from "@/ui/icons";
import { Mark } from "@/ui/Mark";
import steps from "@/ui/Steps.module.css";
import { useNow } from "@/ui/useNow";
import { mustChoosePassword, type Refusal, refusalOf, sentenceOf } from "../api/refusal";
import { type Credentials, FirstPasswordForm } from "./FirstPasswordForm";
import styles from "./SignInPage.module.css";

export function SignInPage({ ended }: { ended: boolean }) {
  const { t } = useTranslation();
  const [once, setOnce] = useState<Credentials | null>(null);
  return (
    <main className={styles.page}>
      <title>{t("app.title_sign_in")}</title>
      <div className={styles.column}>
        <div className={styles.brand}>
          <Mark size={28} />
          <span className="t-head">{t("app.name")}</span>
        </div>
        <h1 className={`t-display ${styles.title}`}>{t("sign_in.title")}</h1>
        {ended ? (
          <div className={styles.notice}>
            <Banner tone="info" role="status" icon={<IconUser size={18} stroke={1.75} aria-hidden="true" />}>
              {t("sign_in.ended")}
            </Banner>
          </div>
        ) : null}
        <ol className={steps.steps}>
          <li className={once ? undefined : steps.now}>
            <span className={steps.knot} aria-hidden="true">
              1
            </span>
            <h2>{t("sign_in.step_password")}</h2>
            {once ? null : <SignInForm onOnce={setOnce} />}
          </li>
          {once ? (
            <li className={steps.now}>
              <span className={steps.knot} aria-hidden="true">
                2
              </span>
              <h2>{t("sign_in.step_new_password")}</h2>
              <FirstPasswordForm given={once} onGivenUp={() => setOnce(null)} />
            </li>
          ) : null}
          <li>
            <span className={steps.knot} aria-hidden="true">
              <IconInbox size={14} stroke={2} />
            </span>
            <h2>{t("sign_in.step_inbox")}</h2>
          </li>
        </ol>
      </div>
    </main>
  );
}

interface Missing {
  email?: string;
  password?: string;
}

function SignInForm({ onOnce }: { onOnce: (given: Credentials) => void }) {
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
    const typed = {
      email: String(form.get("email") ?? "").trim(),
      password: String(form.get("password") ?? ""),
    };
    const lacking: Missing = {
      ...(typed.email ? {} : { email: t("sign_in.email_missing") }),
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
      if (mustChoosePassword(error)) return onOnce(typed);
      setRefusal(refusalOf(error, Date.now()));
      password.current?.focus();
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        ref={email}
        label={t("sign_in.email")}
        name="email"
        type="email"
        autoComplete="username"
        error={missing.email}
      />
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
    </form>
  );
}
