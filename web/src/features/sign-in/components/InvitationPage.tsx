/** The first coming: whom the link is for, and a password of their own. The link's secret stays behind the address's #. */
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/errors";
import { post } from "@/api/http";
import { session } from "@/api/session";
import type { Invitation } from "@/api/types";
import { Button } from "@/ui/Button";
import { Banner, Failure } from "@/ui/Feedback";
import { TextField } from "@/ui/Field";
import { IconAlertCircle } from "@/ui/icons";
import { Mark } from "@/ui/Mark";
import { type Asked, challengeOf, type Refusal, refusalOf, sentenceOf } from "../api/refusal";
import { AskedForm } from "./AskedForm";
import styles from "./SignInPage.module.css";

export function InvitationPage({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation();
  const [token] = useState(() => window.location.hash.slice(1));
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [asked, setAsked] = useState<Asked | "over" | null>(null);
  const [failure, setFailure] = useState<unknown>(null);

  useEffect(() => {
    post<Invitation>("/auth/invitation", { token: token || "-" }).then(setInvitation, setFailure);
  }, [token]);

  const isOver = failure instanceof ApiError && failure.code === "link_not_good";
  return (
    <main className={styles.page}>
      <title>{t("invitation.page_title")}</title>
      <div className={styles.column}>
        <div className={styles.brand}>
          <Mark size={28} />
          <span className="t-head">{t("app.name")}</span>
        </div>
        <h1 className={`t-display ${styles.title}`}>
          {invitation ? t("invitation.title", { name: invitation.name }) : t("invitation.plain_title")}
        </h1>
        {invitation && !asked && !isOver ? (
          <ChooseForm
            invitation={invitation}
            token={token}
            onDone={onLeave}
            onAsked={setAsked}
            onFailed={setFailure}
          />
        ) : null}
        {asked && asked !== "over" ? (
          <AskedForm asked={asked} onOver={() => setAsked("over")} onEntered={onLeave} />
        ) : null}
        {asked === "over" ? <Away words={t("invitation.factor_over")} onLeave={onLeave} /> : null}
        {isOver ? (
          <Away words={t("invitation.over")} onLeave={onLeave} />
        ) : failure ? (
          <Failure title={t("app.start_failed")} error={failure} onRetry={() => window.location.reload()} />
        ) : null}
      </div>
    </main>
  );
}

function Away({ words, onLeave }: { words: string; onLeave: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.form}>
      <Banner tone="bad" role="alert" icon={<IconAlertCircle size={18} stroke={1.75} aria-hidden="true" />}>
        {words}
      </Banner>
      <Button look="primary" size="l" onClick={onLeave}>
        {t("invitation.to_sign_in")}
      </Button>
    </div>
  );
}

interface ChooseFormProps {
  invitation: Invitation;
  token: string;
  onDone: () => void;
  /** The password is chosen, and a second factor is asked for. */
  onAsked: (asked: Asked) => void;
  onFailed: (error: unknown) => void;
}

function ChooseForm({ invitation, token, onDone, onAsked, onFailed }: ChooseFormProps) {
  const { t } = useTranslation();
  const chosen = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [differs, setDiffers] = useState(false);
  const [busy, setBusy] = useState(false);

  useEffect(() => chosen.current?.focus(), []);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const password = String(form.get("new_password") ?? "");
    const same = password === form.get("repeated");
    setDiffers(!same);
    setRefusal(null);
    if (!same) return;
    setBusy(true);
    try {
      await session.acceptInvitation(token, password);
      onDone();
    } catch (error) {
      const asked = challengeOf(error);
      if (asked) return onAsked(asked);
      if (error instanceof ApiError && error.code === "link_not_good") return onFailed(error);
      setRefusal(refusalOf(error, Date.now()));
      chosen.current?.focus();
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <p>{t("invitation.help", { username: invitation.username, email: invitation.email })}</p>
      <input type="hidden" name="username" autoComplete="username" value={invitation.email} />
      <TextField
        ref={chosen}
        label={t("sign_in.new_password")}
        name="new_password"
        type="password"
        autoComplete="new-password"
        maxLength={256}
        help={t("sign_in.new_password_help", { count: invitation.minimum_length })}
        error={refusal ? sentenceOf(refusal, Date.now(), t) : null}
      />
      <TextField
        label={t("sign_in.repeat_password")}
        name="repeated"
        type="password"
        autoComplete="new-password"
        maxLength={256}
        error={differs ? t("sign_in.repeat_differs") : null}
      />
      <Button type="submit" look="primary" size="l" busy={busy}>
        {t("sign_in.choose")}
      </Button>
    </form>
  );
}
