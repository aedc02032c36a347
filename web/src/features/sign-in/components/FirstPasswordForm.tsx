/** Instead of a password for once the person chooses their own, typed twice, and is in. */
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { session } from "@/api/session";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { useNow } from "@/ui/useNow";
import { challengeOf, minimumPasswordLength, type Refusal, refusalOf, sentenceOf } from "../api/refusal";
import styles from "./SignInPage.module.css";
import type { Stage } from "./SignInSteps";

export interface Credentials {
  email: string;
  password: string;
}

const longest = 256;
const tooShort: Refusal = { kind: "weak", reason: "too_short", minimumLength: minimumPasswordLength };

interface Props {
  given: Credentials;
  /** The one-time password serves no more: back to the first step. */
  onGivenUp: () => void;
  /** The password is chosen, and a second factor is asked for. */
  onStage: (stage: Stage) => void;
}

export function FirstPasswordForm({ given, onGivenUp, onStage }: Props) {
  const { t } = useTranslation();
  const chosen = useRef<HTMLInputElement>(null);
  const repeated = useRef<HTMLInputElement>(null);
  const [differs, setDiffers] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const now = useNow(1000);
  const locked = refusal?.kind === "too_many" && refusal.untilMs > now;

  useEffect(() => chosen.current?.focus(), []);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const password = String(form.get("new_password") ?? "");
    const same = password === form.get("repeated");
    setRefusal(null);
    setDiffers(!same);
    if ([...password].length < minimumPasswordLength) return refuse(tooShort);
    if (!same) return repeated.current?.focus();
    setBusy(true);
    try {
      await session.choosePassword(given.email, given.password, password);
    } catch (error) {
      const asked = challengeOf(error);
      if (asked) return onStage(asked);
      refuse(refusalOf(error, Date.now()));
    } finally {
      setBusy(false);
    }
  }

  function refuse(told: Refusal) {
    if (told.kind === "credentials" || told.kind === "expired") return onGivenUp();
    setRefusal(told);
    chosen.current?.focus();
  }

  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <p>{t("sign_in.once")}</p>
      <input type="hidden" name="username" autoComplete="username" value={given.email} />
      <TextField
        ref={chosen}
        label={t("sign_in.new_password")}
        name="new_password"
        type="password"
        autoComplete="new-password"
        maxLength={longest}
        help={t("sign_in.new_password_help", { count: minimumPasswordLength })}
        error={refusal ? sentenceOf(refusal, now, t) : null}
      />
      <TextField
        ref={repeated}
        label={t("sign_in.repeat_password")}
        name="repeated"
        type="password"
        autoComplete="new-password"
        maxLength={longest}
        error={differs ? t("sign_in.repeat_differs") : null}
      />
      <Button type="submit" look="primary" size="l" busy={busy} disabled={locked}>
        {t("sign_in.choose")}
      </Button>
    </form>
  );
}
