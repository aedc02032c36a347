/** What ties us to a provider: the addresses it has to be told, its secret, and whether all of it works. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { post } from "@/api/http";
import type { IdentityProvider, ProviderCheck } from "@/api/types";
import { heldNotice } from "@/settings/held";
import { refusals } from "@/settings/refusals";
import { useKeeping } from "@/settings/useCatalogue";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { IconAlertCircle, IconCheck } from "@/ui/icons";
import { kind } from "../api/providers";
import styles from "./Providers.module.css";

export function Connected({ provider }: { provider: IdentityProvider }) {
  const { t } = useTranslation();
  return (
    <section className={styles.connected} aria-labelledby="connected">
      <h2 id="connected">{t("providers.connected")}</h2>
      <p>{t("providers.addresses_help")}</p>
      <Address label={t("providers.redirect_address")} value={provider.redirect_address} />
      <Address label={t("providers.signed_out_address")} value={provider.signed_out_address} />
      <Secret provider={provider} />
      <Trial id={provider.id} />
    </section>
  );
}

function Address({ label, value }: { label: string; value: string }) {
  return <TextField label={label} value={value} readOnly onFocus={(event) => event.target.select()} />;
}

/** Saved by itself, and in no draft: what is kept in the browser is no place for it. */
function Secret({ provider }: { provider: IdentityProvider }) {
  const { t } = useTranslation();
  const keeping = useKeeping<IdentityProvider>(kind);
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function save() {
    setBusy(true);
    setError(null);
    try {
      await keeping.edit(provider.id, { client_secret: typed }, provider.version);
      setTyped("");
      toast.show(t("providers.secret_saved"));
    } catch (refused) {
      if (heldNotice(refused, t)) setTyped("");
      else setError(Object.values(refusals(refused, t))[0] ?? t("settings.changed_meanwhile"));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className={styles.secret}>
      <TextField
        label={t("providers.secret")}
        help={t(provider.has_secret ? "providers.secret_kept" : "providers.secret_none")}
        type="password"
        autoComplete="off"
        maxLength={500}
        value={typed}
        error={error}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button busy={busy} disabled={!typed} onClick={() => void save()}>
        {t("providers.secret_save")}
      </Button>
    </div>
  );
}

function Trial({ id }: { id: string }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [checks, setChecks] = useState<ProviderCheck[] | null>(null);

  async function run() {
    setBusy(true);
    setChecks(null);
    try {
      setChecks((await post<{ items: ProviderCheck[] }>(`/${kind}/${id}/test`)).items);
    } catch (refused) {
      toast.show(refusals(refused, t)[""] ?? t("settings.failed"));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div role="status" className={styles.trial}>
      <Button busy={busy} onClick={() => void run()}>
        {t("providers.try")}
      </Button>
      {checks ? (
        <ul>
          {checks.map((check) => (
            <li key={check.name} data-state={check.state}>
              {check.state === "passed" ? (
                <IconCheck size={16} stroke={2} aria-hidden="true" />
              ) : (
                <IconAlertCircle size={16} stroke={2} aria-hidden="true" />
              )}
              <span>
                {t(`providers.check_${check.name}`)}
                {": "}
                {check.state === "passed" ? t("providers.passed") : <Reason reason={check.reason} />}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

const reasons = [
  "insecure_address",
  "unreachable",
  "too_slow",
  "too_large",
  "redirected",
  "not_found",
  "not_json",
  "incomplete",
  "issuer_differs",
  "client_refused",
  "code_refused",
  "answered_error",
  "not_offered",
  "answer_unclear",
] as const;

function Reason({ reason }: { reason: string }) {
  const { t } = useTranslation();
  const known = reasons.find((one) => one === reason);
  return known ? t(`providers.reason_${known}`) : reason;
}
