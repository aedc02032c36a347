/** Changing the password: the present one, and another one twice. */
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSignedIn } from "@/api/directory";
import type { Account } from "@/api/types";
import { dayMonthYear } from "@/i18n/format";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { useActs, wordsOf } from "../api/account";
import styles from "./Account.module.css";

const longest = 256;

export function PasswordSection({ account }: { account: Account }) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const acts = useActs();
  const [differs, setDiffers] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const target = event.currentTarget;
    const form = new FormData(target);
    const chosen = String(form.get("new_password") ?? "");
    const same = chosen === form.get("repeated");
    setDiffers(!same);
    setRefused(null);
    if (!same) return;
    setBusy(true);
    try {
      await acts.changePassword(String(form.get("password") ?? ""), chosen);
      target.reset();
      toast.show(t("account.password_changed"));
    } catch (error) {
      setRefused(wordsOf(error, t));
    } finally {
      setBusy(false);
    }
  }

  return (
    <section className={styles.section} aria-labelledby="account-password">
      <h2 id="account-password">{t("account.password")}</h2>
      {account.password_changed_at ? (
        <p>{t("account.password_since", { date: dayMonthYear(account.password_changed_at) })}</p>
      ) : null}
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <input type="hidden" name="username" autoComplete="username" value={me.email} />
        <TextField
          label={t("account.present_password")}
          name="password"
          type="password"
          autoComplete="current-password"
          maxLength={longest}
          required
          error={refused}
        />
        <TextField
          label={t("sign_in.new_password")}
          name="new_password"
          type="password"
          autoComplete="new-password"
          maxLength={longest}
          required
          help={t("sign_in.new_password_help", { count: account.minimum_length })}
        />
        <TextField
          label={t("sign_in.repeat_password")}
          name="repeated"
          type="password"
          autoComplete="new-password"
          maxLength={longest}
          required
          error={differs ? t("sign_in.repeat_differs") : null}
        />
        <Button type="submit" busy={busy}>
          {t("account.change_password")}
        </Button>
      </form>
    </section>
  );
}
