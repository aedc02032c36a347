/** The provider's knobs. A number takes effect on leaving its field or with Enter. */
import { useId, useState } from "react";
import { useSetKnobs } from "../api/queries";
import type { Behaviour } from "../api/types";
import { tellFailure } from "../notice";
import { t, type Word } from "../words";
import styles from "./Knobs.module.css";

export function Knobs({ behaviour }: { behaviour: Behaviour }) {
  const set = useSetKnobs();
  const change = (knobs: Partial<Behaviour>) => set.mutate(knobs, { onError: tellFailure });
  return (
    <div className={styles.knobs}>
      <Switch
        label={t("knob.auto_status")}
        help={t("knob.auto_status_help")}
        on={behaviour.auto_status}
        onChange={(auto_status) => change({ auto_status })}
      />
      <Switch
        label={t("knob.disorder")}
        on={behaviour.disorder}
        onChange={(disorder) => change({ disorder })}
      />
      <div className={styles.numbers}>
        <NumberKnob
          label={t("knob.latency")}
          value={behaviour.latency_ms}
          max={120_000}
          onChange={(latency_ms) => change({ latency_ms })}
        />
        <NumberKnob
          label={t("knob.duplicates")}
          value={Math.round(behaviour.duplicate_rate * 100)}
          max={100}
          onChange={(percent) => change({ duplicate_rate: percent / 100 })}
        />
        <NumberKnob
          label={t("knob.fail_next")}
          value={behaviour.fail_next}
          onChange={(fail_next) => change({ fail_next })}
        />
        <NumberKnob
          label={t("knob.timeout_next")}
          value={behaviour.timeout_next}
          onChange={(timeout_next) => change({ timeout_next })}
        />
        <FailWith behaviour={behaviour} onChange={change} />
      </div>
    </div>
  );
}

interface SwitchProps {
  label: string;
  help?: string;
  on: boolean;
  onChange: (on: boolean) => void;
}

function Switch({ label, help, on, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className={styles.switch}>
      <span>
        <label htmlFor={id} className="t-strong">
          {label}
        </label>
        {help ? (
          <span className="t-meta" id={`${id}-help`}>
            {help}
          </span>
        ) : null}
      </span>
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={on}
        aria-checked={on}
        aria-describedby={help ? `${id}-help` : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
    </div>
  );
}

interface NumberKnobProps {
  label: string;
  value: number;
  max?: number;
  onChange: (value: number) => void;
}

function NumberKnob({ label, value, max = 1_000, onChange }: NumberKnobProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);

  function commit() {
    if (typed === null) return;
    const number = Math.min(max, Math.max(0, Math.round(Number(typed))));
    if (Number.isFinite(number) && number !== value) onChange(number);
    setTyped(null);
  }

  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={0}
        max={max}
        value={typed ?? value}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit();
          if (event.key === "Escape") setTyped(null);
        }}
      />
    </div>
  );
}

const failures: { status: number; code: number | null; word: Word }[] = [
  { status: 500, code: null, word: "fail.500" },
  { status: 429, code: null, word: "fail.429" },
  { status: 503, code: null, word: "fail.503" },
  { status: 400, code: 131026, word: "fail.400.131026" },
  { status: 400, code: 131047, word: "fail.400.131047" },
  { status: 400, code: 100, word: "fail.400.100" },
  { status: 401, code: null, word: "fail.401" },
];

interface FailWithProps {
  behaviour: Behaviour;
  onChange: (knobs: Partial<Behaviour>) => void;
}

function FailWith({ behaviour, onChange }: FailWithProps) {
  const id = useId();
  const chosen = failures.findIndex(
    ({ status, code }) => status === behaviour.fail_status && code === behaviour.fail_code,
  );
  return (
    <div className={`${styles.field} ${styles.wide}`}>
      <label htmlFor={id}>{t("knob.fail_with")}</label>
      <select
        id={id}
        value={chosen}
        onChange={(event) => {
          const failure = failures[Number(event.target.value)];
          if (failure) onChange({ fail_status: failure.status, fail_code: failure.code });
        }}
      >
        {failures.map(({ word }, index) => (
          <option key={word} value={index}>
            {t(word)}
          </option>
        ))}
        {chosen < 0 ? (
          <option value={-1}>
            {t("fail.custom", { status: behaviour.fail_status, code: behaviour.fail_code ?? "—" })}
          </option>
        ) : null}
      </select>
    </div>
  );
}
