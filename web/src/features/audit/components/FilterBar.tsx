/** What is asked for. It is asked as a whole, so that nothing is fetched while somebody types. */
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useUsers } from "@/api/directory";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import type { AuditFilters } from "../api/filters";
import { events, eventWords } from "../api/words";
import styles from "./Audit.module.css";

interface FilterBarProps {
  filters: AuditFilters;
  onAsk: (filters: AuditFilters) => void;
}

export function FilterBar({ filters, onAsk }: FilterBarProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(filters);
  const users = useUsers(true).data ?? [];
  const change = (one: AuditFilters) => setAsked((now) => ({ ...now, ...one }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAsk(asked);
  };
  return (
    <form className={styles.filters} onSubmit={submit}>
      <Choice
        label={t("audit.person")}
        value={asked.actor}
        options={users.map((user) => [user.id, user.name])}
        onChoose={(actor) => change({ actor })}
      />
      <Choice
        label={t("audit.action")}
        value={asked.event}
        options={events.map((event) => [event, eventWords(event, t)])}
        onChoose={(event) => change({ event })}
      />
      <TextField
        label={t("audit.text")}
        value={asked.text ?? ""}
        maxLength={100}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <TextField
        label={t("audit.application")}
        value={asked.application ?? ""}
        maxLength={64}
        onChange={(event) => change({ application: event.currentTarget.value })}
      />
      <TextField
        label={t("audit.since")}
        type="date"
        value={asked.since ?? ""}
        onChange={(event) => change({ since: event.currentTarget.value })}
      />
      <TextField
        label={t("audit.until")}
        type="date"
        value={asked.until ?? ""}
        onChange={(event) => change({ until: event.currentTarget.value })}
      />
      <div className={styles.buttons}>
        <Button type="submit" look="accent">
          {t("audit.search")}
        </Button>
        <Button look="quiet" onClick={() => onAsk({})}>
          {t("audit.clear")}
        </Button>
      </div>
    </form>
  );
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  options: readonly (readonly [string, string])[];
  onChoose: (value: string) => void;
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  const { t } = useTranslation();
  return (
    <label className={styles.choice}>
      <span>{label}</span>
      <select value={value ?? ""} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{t("audit.any")}</option>
        {options.map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
