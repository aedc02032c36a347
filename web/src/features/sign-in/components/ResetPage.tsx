/** Where the link of a reset leads: whose password it is, and another one. The token stands behind # and is wiped at once. */
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { session } from "@/api/session";
import { Button } from "@/ui/Button";
import { Banner } from "@/ui/Feedback";
import { TextField } from "@/ui/Field";
import { IconAlertCircle, IconCircleCheck } from "@/ui/icons";
import { Mark } from "@/ui/Mark";
import { useNow } from "@/ui/useNow";
import { isGone, type Refusal, refusalOf, sentenceOf } from "../api/refusal";
import styles from "./SignInPage.module.css";

interface Owner {
  name: string;
  email: string;
  minimum_length: number;
}

export function ResetPage() {
  const { t } = useTranslation();
  const [token] = useState(() => window.location.hash.slice(1));
  const [chosen, setChosen] = useState(false);
  useEffect(() => window.history.replaceState(null, "", "/reset"), []);
  const owner = useOwner(token);
  return (
    <main className={styles.page}>
      <title>{t("sign_in.title_reset")}</title>
      <div className={styles.column}>
        <div className={styles.brand}>
          <Mark size={28} />
          <span className="t-head">{t("app.name")}</span>
        </div>
        <h1 className={`t-display ${styles.title}`}>{t("sign_in.reset_title")}</h1>
        {chosen ? <Told words={t("sign_in.reset_done")} /> : null}
        {!chosen && typeof owner === "object" && owner ? (
          <ResetForm owner={owner} token={token} onChosen={() => setChosen(true)} />
        ) : null}
        {!chosen && owner === "gone" ? <Told words={t("sign_in.reset_gone")} tone="bad" /> : null}
      </div>
    </main>
  );
}

/** Asked once, and kept in no cache: the desk's is emptied where nobody is signed in. Null: not known yet. */
function useOwner(token: string): Owner | "gone" | null {
  const [owner, setOwner] = useState<Owner | "gone" | null>(token === "" ? "gone" : null);
  useEffect(() => {
    if (token === "") return;
    session
      .step<Owner>("reset/look", { token })
      .then(setOwner)
      .catch(() => setOwner("gone"));
  }, [token]);
  return owner;
}

function Told({ words, tone = "info" }: { words: string; tone?: "info" | "bad" }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const isBad = tone === "bad";
  const Icon = isBad ? IconAlertCircle : IconCircleCheck;
  return (
    <div className={styles.form}>
      <Banner
        tone={tone}
        role={isBad ? "alert" : "status"}
        icon={<Icon size={18} stroke={1.75} aria-hidden="true" />}
      >
        {words}
      </Banner>
      <Button look="primary" size="l" onClick={() => go("/")}>
        {t("sign_in.reset_go")}
      </Button>
    </div>
  );
}

interface FormProps {
  owner: Owner;
  token: string;
  onChosen: () => void;
}

function ResetForm({ owner, token, onChosen }: FormProps) {
  const { t } = useTranslation();
  const first = useRef<HTMLInputElement>(null);
  const repeated = useRef<HTMLInputElement>(null);
  const [differs, setDiffers] = useState(false);
  const [gone, setGone] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const now = useNow(1000);

  useEffect(() => first.current?.focus(), []);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const password = String(form.get("new_password") ?? "");
    const same = password === form.get("repeated");
    setDiffers(!same);
    setRefusal(null);
    if (!same) return repeated.current?.focus();
    setBusy(true);
    try {
      await session.step("reset/choose", { token, new_password: password });
      onChosen();
    } catch (error) {
      setGone(isGone(error));
      setRefusal(refusalOf(error, Date.now()));
      first.current?.focus();
    } finally {
      setBusy(false);
    }
  }

  if (gone) return <Told words={t("sign_in.reset_gone")} tone="bad" />;
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <p>{t("sign_in.reset_for", { name: owner.name, email: owner.email })}</p>
      <input type="hidden" name="username" autoComplete="username" value={owner.email} />
      <TextField
        ref={first}
        label={t("sign_in.new_password")}
        name="new_password"
        type="password"
        autoComplete="new-password"
        maxLength={256}
        help={t("sign_in.new_password_help", { count: owner.minimum_length })}
        error={refusal ? sentenceOf(refusal, now, t) : null}
      />
      <TextField
        ref={repeated}
        label={t("sign_in.repeat_password")}
        name="repeated"
        type="password"
        autoComplete="new-password"
        maxLength={256}
        error={differs ? t("sign_in.repeat_differs") : null}
      />
      <Button type="submit" look="primary" size="l" busy={busy}>
        {t("sign_in.reset_choose")}
      </Button>
    </form>
  );
}
