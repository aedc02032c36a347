/** Back from an identity provider: in, or what else is asked for, or why not. The code leaves the address at once. */
import type { TFunction } from "i18next";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/errors";
import { session } from "@/api/session";
import { Button } from "@/ui/Button";
import { Banner } from "@/ui/Feedback";
import { IconAlertCircle } from "@/ui/icons";
import { Mark } from "@/ui/Mark";
import { challengeOf, refusalOf, sentenceOf } from "../api/refusal";
import { answerIn, comeBack } from "../api/ways-in";
import styles from "./SignInPage.module.css";
import { SignInSteps, type Stage } from "./SignInSteps";

type Outcome = { kind: "asked"; stage: Stage } | { kind: "refused"; words: string };

export function ProviderCallbackPage({ onLeave }: { onLeave: (page: string) => void }) {
  const { t } = useTranslation();
  const answer = useRef(answerIn(window.location.search));
  const isBegun = useRef(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const state = useSyncExternalStore(session.subscribe, session.state);

  useEffect(() => {
    if (isBegun.current) return;
    isBegun.current = true;
    window.history.replaceState(null, "", window.location.pathname);
    comeBack(answer.current).then(onLeave, (error: unknown) => {
      const stage = challengeOf(error);
      setOutcome(stage ? { kind: "asked", stage } : { kind: "refused", words: wordsOf(error, t) });
    });
  }, [onLeave, t]);
  useEffect(() => {
    if (outcome?.kind === "asked" && state === "signed_in") onLeave("/");
  }, [outcome, state, onLeave]);

  return (
    <main className={styles.page}>
      <title>{t("app.title_sign_in")}</title>
      <div className={styles.column}>
        <div className={styles.brand}>
          <Mark size={28} />
          <span className="t-head">{t("app.name")}</span>
        </div>
        <h1 className={`t-display ${styles.title}`}>{t("sign_in.title")}</h1>
        {outcome === null ? <p role="status">{t("sign_in.coming_back")}</p> : null}
        {outcome?.kind === "asked" ? <SignInSteps email="" begin={outcome.stage} /> : null}
        {outcome?.kind === "refused" ? (
          <div className={styles.form}>
            <Banner
              tone="bad"
              role="alert"
              icon={<IconAlertCircle size={18} stroke={1.75} aria-hidden="true" />}
            >
              {outcome.words}
            </Banner>
            <Button onClick={() => onLeave("/")}>{t("invitation.to_sign_in")}</Button>
          </div>
        ) : null}
      </div>
    </main>
  );
}

const admissions = [
  "no_account",
  "no_role",
  "email_missing",
  "email_unverified",
  "email_taken",
  "unsound",
] as const;

function wordsOf(error: unknown, t: TFunction): string {
  if (!(error instanceof ApiError)) return sentenceOf(refusalOf(error, Date.now()), Date.now(), t);
  switch (error.code) {
    case "provider_sign_in_over":
    case "provider_refused":
    case "identity_rejected":
    case "provider_failed":
    case "last_administrator":
      return t(`sign_in.${error.code}`);
    case "invalid_request":
      return t("sign_in.provider_sign_in_over");
    case "not_admitted": {
      const reason = admissions.find((one) => one === error.problem.reason) ?? "no_account";
      return t(`sign_in.not_admitted_${reason}`);
    }
    default:
      return sentenceOf(refusalOf(error, Date.now()), Date.now(), t);
  }
}
