/** The role asks for a second factor: it is set up before anything else. */
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { session, type TokenAnswer } from "@/api/session";
import { Button } from "@/ui/Button";
import { FactorSetup } from "@/ui/FactorSetup";
import { TextField } from "@/ui/Field";
import { RecoveryCodes } from "@/ui/RecoveryCodes";
import { useNow } from "@/ui/useNow";
import { isOver, type Refusal, refusalOf, sentenceOf } from "../api/refusal";
import styles from "./SignInPage.module.css";

interface Enrolment {
  secret: string;
  picture: string;
  address: string;
}

type Enrolled = TokenAnswer & { recovery_codes: string[] };

interface Props {
  challenge: string;
  onOver: () => void;
  onEntered?: () => void;
}

export function EnrolmentForm({ challenge, onOver, onEntered }: Props) {
  const { t } = useTranslation();
  const shown = useQuery({
    queryKey: ["enrolment", challenge],
    queryFn: () => session.step<Enrolment>("enrolment", { challenge }),
    gcTime: 0,
    retry: false,
  });
  const field = useRef<HTMLInputElement>(null);
  const [enrolled, setEnrolled] = useState<Enrolled | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const now = useNow(1000);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code") ?? "").trim();
    if (!code) return field.current?.focus();
    setBusy(true);
    setRefusal(null);
    try {
      setEnrolled(await session.step<Enrolled>("enrolment/confirm", { challenge, code }));
    } catch (error) {
      if (isOver(error)) return onOver();
      setRefusal(refusalOf(error, Date.now()));
      field.current?.select();
    } finally {
      setBusy(false);
    }
  }

  if (enrolled) {
    return (
      <div className={styles.form}>
        <RecoveryCodes
          codes={enrolled.recovery_codes}
          done={t("sign_in.enter")}
          onDone={() => {
            session.accept(enrolled);
            onEntered?.();
          }}
        />
      </div>
    );
  }
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <p>{t("sign_in.enrolment_help")}</p>
      {shown.data ? <FactorSetup {...shown.data} /> : null}
      {shown.isError ? <p role="alert">{sentenceOf(refusalOf(shown.error, now), now, t)}</p> : null}
      <TextField
        ref={field}
        label={t("factor.code")}
        name="code"
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={6}
        error={refusal ? sentenceOf(refusal, now, t) : null}
      />
      <Button type="submit" look="primary" size="l" busy={busy}>
        {t("sign_in.verify")}
      </Button>
    </form>
  );
}
