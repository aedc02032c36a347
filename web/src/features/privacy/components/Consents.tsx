/** What a person consented to: the newest of each purpose is what holds, what was said before stays. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { momentOf } from "@/i18n/format";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { useNow } from "@/ui/useNow";
import { type Consent, type ConsentToRecord, type PersonPrivacy, useCase } from "../api/privacy";
import { refusalOf } from "../api/refusals";
import styles from "./Privacy.module.css";

const states = ["granted", "refused", "withdrawn"] as const;
const sources = ["conversation", "form", "call", "paper", "other"] as const;

export function Consents({ person, isOpen }: { person: PersonPrivacy; isOpen: boolean }) {
  const { t } = useTranslation();
  const holding = new Set(
    person.consents
      .filter(({ purpose }, place, all) => all.findIndex((one) => one.purpose === purpose) === place)
      .map(({ id }) => id),
  );
  return (
    <section className={styles.section} aria-labelledby="consents">
      <h2 id="consents">{t("privacy.consents")}</h2>
      <div className={styles.rows}>
        {person.consents.map((consent) => (
          <ConsentRow key={consent.id} consent={consent} holds={holding.has(consent.id)} />
        ))}
      </div>
      {person.consents.length === 0 ? <p>{t("privacy.no_consents")}</p> : null}
      {isOpen ? <ConsentForm contactId={person.contact_id} /> : null}
    </section>
  );
}

function ConsentRow({ consent, holds }: { consent: Consent; holds: boolean }) {
  const { t } = useTranslation();
  const nowMs = useNow(60_000);
  const who = consent.recorded_by.name ?? consent.recorded_by.id;
  return (
    <div className={styles.row}>
      <div>
        <b>{consent.purpose}</b>
        {" · "}
        {t(`privacy.consent_${consent.state}`)}
        <small>{t(holds ? "privacy.consent_holds" : "privacy.consent_before")}</small>
        <small>
          {t(`privacy.source_${consent.source}`)}
          {consent.evidence ? ` · ${consent.evidence}` : ""}
        </small>
        <small>{t("privacy.recorded_by", { who, when: momentOf(consent.at, nowMs) })}</small>
      </div>
    </div>
  );
}

const blank: ConsentToRecord = {
  purpose: "",
  state: "granted",
  source: "conversation",
  evidence: "",
  at: null,
};

function ConsentForm({ contactId }: { contactId: string }) {
  const { t } = useTranslation();
  const { record } = useCase(contactId);
  const [said, setSaid] = useState(blank);
  const change = (part: Partial<ConsentToRecord>) => setSaid((before) => ({ ...before, ...part }));
  const recording = useMutation({
    mutationFn: () => record(said),
    onSuccess: () => setSaid(blank),
    onError: (error) => toast.show(refusalOf(error, t)),
  });
  return (
    <div className={styles.form}>
      <TextField
        label={t("privacy.consent_purpose")}
        maxLength={100}
        value={said.purpose}
        onChange={(event) => change({ purpose: event.target.value })}
      />
      <label>
        {t("privacy.consent_state")}
        <select
          value={said.state}
          onChange={(event) => change({ state: states[event.target.selectedIndex] ?? "granted" })}
        >
          {states.map((state) => (
            <option key={state} value={state}>
              {t(`privacy.consent_${state}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("privacy.consent_source")}
        <select
          value={said.source}
          onChange={(event) => change({ source: sources[event.target.selectedIndex] ?? "other" })}
        >
          {sources.map((source) => (
            <option key={source} value={source}>
              {t(`privacy.source_${source}`)}
            </option>
          ))}
        </select>
      </label>
      <TextField
        label={t("privacy.consent_evidence")}
        help={t("privacy.consent_evidence_help")}
        maxLength={500}
        value={said.evidence ?? ""}
        onChange={(event) => change({ evidence: event.target.value })}
      />
      <div className={styles.actions}>
        <Button disabled={!said.purpose.trim()} busy={recording.isPending} onClick={() => recording.mutate()}>
          {t("privacy.record_consent")}
        </Button>
      </div>
    </div>
  );
}
