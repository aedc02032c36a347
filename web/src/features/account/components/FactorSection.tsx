/** The second factor: set up step by step, other recovery codes, taken away. Each asks for the password. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Account, BegunFactor } from "@/api/types";
import { dayMonthYear } from "@/i18n/format";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { FactorSetup } from "@/ui/FactorSetup";
import { TextField } from "@/ui/Field";
import { RecoveryCodes } from "@/ui/RecoveryCodes";
import { useActs } from "../api/account";
import styles from "./Account.module.css";
import { useStep } from "./useStep";

type Act = "begin" | "renew" | "remove";
type Stage =
  | { kind: "rest" }
  | { kind: "asking"; act: Act }
  | { kind: "confirming"; begun: BegunFactor }
  | { kind: "codes"; codes: string[] };

const rest: Stage = { kind: "rest" };

export function FactorSection({ account }: { account: Account }) {
  const { t } = useTranslation();
  const [stage, setStage] = useState<Stage>(rest);
  return (
    <section className={styles.section} aria-labelledby="account-factor">
      <h2 id="account-factor">{t("account.factor")}</h2>
      {stage.kind === "confirming" ? null : <Standing account={account} />}
      {stage.kind === "rest" ? (
        <Acts account={account} onAct={(act) => setStage({ kind: "asking", act })} />
      ) : null}
      {stage.kind === "asking" ? <Asking act={stage.act} onStage={setStage} /> : null}
      {stage.kind === "confirming" ? <Confirming begun={stage.begun} onStage={setStage} /> : null}
      {stage.kind === "codes" ? (
        <RecoveryCodes codes={stage.codes} done={t("factor.kept")} onDone={() => setStage(rest)} />
      ) : null}
    </section>
  );
}

function Standing({ account }: { account: Account }) {
  const { t } = useTranslation();
  const { factor, passkeys } = account;
  if (!factor) return <p>{t(passkeys.length > 0 ? "account.factor_by_passkey" : "account.factor_none")}</p>;
  return (
    <p>
      {t("account.factor_since", { date: dayMonthYear(factor.enrolled_at) })}{" "}
      {t("account.codes_left", { count: factor.recovery_codes_left })}
    </p>
  );
}

function Acts({ account, onAct }: { account: Account; onAct: (act: Act) => void }) {
  const { t } = useTranslation();
  if (!account.factor) return <Button onClick={() => onAct("begin")}>{t("account.factor_begin")}</Button>;
  return (
    <div className={styles.row}>
      <Button onClick={() => onAct("renew")}>{t("account.factor_renew")}</Button>
      {account.needs_factor && account.passkeys.length === 0 ? null : (
        <Button look="bad" onClick={() => onAct("remove")}>
          {t("account.factor_remove")}
        </Button>
      )}
    </div>
  );
}

interface StepProps {
  onStage: (stage: Stage) => void;
}

function Asking({ act, onStage }: StepProps & { act: Act }) {
  const { t } = useTranslation();
  const acts = useActs();
  const step = useStep(async (form) => {
    const password = String(form.get("password") ?? "");
    if (act === "begin") return onStage({ kind: "confirming", begun: await acts.beginFactor(password) });
    if (act === "renew") return onStage({ kind: "codes", codes: await acts.renewCodes(password) });
    await acts.removeFactor(password);
    toast.show(t("account.factor_removed"));
    onStage(rest);
  });
  return (
    <form className={styles.form} onSubmit={step.submit}>
      <TextField
        label={t("account.present_password")}
        name="password"
        type="password"
        autoComplete="current-password"
        maxLength={256}
        required
        autoFocus
        error={step.refused}
      />
      <div className={styles.row}>
        <Button type="submit" look="primary" busy={step.busy}>
          {t(`account.factor_${act}`)}
        </Button>
        <Button look="quiet" onClick={() => onStage(rest)}>
          {t("status.cancel")}
        </Button>
      </div>
    </form>
  );
}

function Confirming({ begun, onStage }: StepProps & { begun: BegunFactor }) {
  const { t } = useTranslation();
  const acts = useActs();
  const step = useStep(async (form) => {
    const code = String(form.get("code") ?? "").trim();
    onStage({ kind: "codes", codes: await acts.confirmFactor(begun.challenge, code) });
  });
  return (
    <>
      <FactorSetup {...begun} />
      <form className={styles.form} onSubmit={step.submit}>
        <TextField
          label={t("factor.code")}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          required
          autoFocus
          error={step.refused}
        />
        <div className={styles.row}>
          <Button type="submit" look="primary" busy={step.busy}>
            {t("sign_in.verify")}
          </Button>
          <Button look="quiet" onClick={() => onStage(rest)}>
            {t("status.cancel")}
          </Button>
        </div>
      </form>
    </>
  );
}
