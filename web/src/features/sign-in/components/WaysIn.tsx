/** All ways in: password and what follows it, and a button for each identity provider. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/errors";
import { Button } from "@/ui/Button";
import { refusalOf, sentenceOf } from "../api/refusal";
import { goTo, useWaysIn } from "../api/ways-in";
import styles from "./SignInPage.module.css";
import { SignInSteps } from "./SignInSteps";

export function WaysIn({ email }: { email: string }) {
  const { t } = useTranslation();
  const ways = useWaysIn();
  const [isEmergency, setEmergency] = useState(false);
  const hasPassword = ways?.passwords_serve !== false || isEmergency;
  return (
    <>
      {hasPassword ? <SignInSteps email={email} /> : <p>{t("sign_in.provider_only")}</p>}
      {ways && ways.items.length > 0 ? <Providers items={ways.items} aside={hasPassword} /> : null}
      {hasPassword ? null : (
        <Button look="quiet" onClick={() => setEmergency(true)}>
          {t("sign_in.emergency")}
        </Button>
      )}
    </>
  );
}

function Providers({ items, aside }: { items: readonly { id: string; name: string }[]; aside: boolean }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  async function go(id: string) {
    setBusy(id);
    setFailure(null);
    try {
      await goTo(id, window.location.pathname + window.location.search);
    } catch (error) {
      setBusy(null);
      const isTheirs = error instanceof ApiError && error.code === "provider_failed";
      const said = isTheirs
        ? t("sign_in.provider_failed")
        : sentenceOf(refusalOf(error, Date.now()), Date.now(), t);
      setFailure(said);
    }
  }

  return (
    <div className={aside ? styles.aside : styles.providers}>
      {items.map(({ id, name }) => (
        <Button
          key={id}
          size="l"
          look={aside ? "normal" : "primary"}
          busy={busy === id}
          onClick={() => void go(id)}
        >
          {t("sign_in.with_provider", { name })}
        </Button>
      ))}
      {failure ? <p role="alert">{failure}</p> : null}
    </div>
  );
}
