/** One's passkeys: which there are, another one, and the way to be rid of each. Both ask for the password. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { hasPasskeys } from "@/api/passkeys";
import type { Account, Passkey } from "@/api/types";
import { dayMonthYear, momentOf } from "@/i18n/format";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import rows from "@/ui/SessionRows.module.css";
import { useNow } from "@/ui/useNow";
import { useActs } from "../api/account";
import styles from "./Account.module.css";
import { useStep } from "./useStep";

const minuteMs = 60_000;
const longestName = 60;

export function PasskeysSection({ account }: { account: Account }) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  return (
    <section className={styles.section} aria-labelledby="account-passkeys">
      <h2 id="account-passkeys">{t("passkeys.title")}</h2>
      <p>{t("passkeys.help")}</p>
      {account.passkeys.length > 0 ? <PasskeyRows passkeys={account.passkeys} /> : null}
      {adding ? <Adding onDone={() => setAdding(false)} /> : null}
      {!adding && hasPasskeys() ? <Button onClick={() => setAdding(true)}>{t("passkeys.add")}</Button> : null}
      {hasPasskeys() ? null : <p className="t-meta">{t("passkeys.unsupported")}</p>}
    </section>
  );
}

function PasskeyRows({ passkeys }: { passkeys: Passkey[] }) {
  const { t } = useTranslation();
  const now = useNow(minuteMs);
  const [leaving, setLeaving] = useState<string | null>(null);
  return (
    <ul className={rows.rows} aria-label={t("passkeys.title")}>
      {passkeys.map((one) => (
        <li key={one.id} className={styles.passkey}>
          <div className={styles.head}>
            <div>
              <b>{one.name}</b>
              <p>
                {t("passkeys.since", { date: dayMonthYear(one.created_at) })}
                {" · "}
                {one.used_at
                  ? t("passkeys.used", { moment: momentOf(one.used_at, now) })
                  : t("passkeys.unused")}
              </p>
            </div>
            {leaving === one.id ? null : (
              <Button
                size="s"
                aria-label={t("passkeys.remove_of", { name: one.name })}
                onClick={() => setLeaving(one.id)}
              >
                {t("passkeys.remove")}
              </Button>
            )}
          </div>
          {leaving === one.id ? <Removing passkey={one} onDone={() => setLeaving(null)} /> : null}
        </li>
      ))}
    </ul>
  );
}

interface StepProps {
  onDone: () => void;
}

function Adding({ onDone }: StepProps) {
  const { t } = useTranslation();
  const acts = useActs();
  const step = useStep(async (form) => {
    await acts.addPasskey(String(form.get("password") ?? ""), String(form.get("name") ?? "").trim());
    toast.show(t("passkeys.added"));
    onDone();
  });
  return (
    <form className={styles.form} onSubmit={step.submit}>
      <TextField
        label={t("passkeys.name")}
        name="name"
        maxLength={longestName}
        required
        pattern=".*\S.*"
        autoFocus
        autoComplete="off"
        help={t("passkeys.name_help")}
      />
      <TextField
        label={t("account.present_password")}
        name="password"
        type="password"
        autoComplete="current-password"
        maxLength={256}
        required
        error={step.refused}
      />
      <Buttons confirm={t("passkeys.go_on")} busy={step.busy} onCancel={onDone} />
    </form>
  );
}

function Removing({ passkey, onDone }: StepProps & { passkey: Passkey }) {
  const { t } = useTranslation();
  const acts = useActs();
  const step = useStep(async (form) => {
    await acts.removePasskey(passkey.id, String(form.get("password") ?? ""));
    toast.show(t("passkeys.removed"));
  });
  return (
    <form className={styles.form} onSubmit={step.submit}>
      <p>{t("passkeys.remove_help", { name: passkey.name })}</p>
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
      <Buttons confirm={t("passkeys.remove_it")} look="bad" busy={step.busy} onCancel={onDone} />
    </form>
  );
}

interface ButtonsProps {
  confirm: string;
  look?: "primary" | "bad";
  busy: boolean;
  onCancel: () => void;
}

function Buttons({ confirm, look = "primary", busy, onCancel }: ButtonsProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.row}>
      <Button type="submit" look={look} busy={busy}>
        {confirm}
      </Button>
      <Button look="quiet" onClick={onCancel}>
        {t("status.cancel")}
      </Button>
    </div>
  );
}
