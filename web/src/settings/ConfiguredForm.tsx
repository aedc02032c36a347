/** The frame of every form of settings: what changed, what is wrong, who changed it meanwhile, saving and its undo. */
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { scheduled } from "@/api/http";
import { keys } from "@/api/keys";
import { toast } from "@/state/toast";
import { Banner } from "@/ui/Feedback";
import { IconAlertCircle } from "@/ui/icons";
import { ConflictNote } from "./ConflictNote";
import type { Saved } from "./draft";
import { heldNotice } from "./held";
import { refusals } from "./refusals";
import { SaveBar } from "./SaveBar";
import { WaitingNote } from "./WaitingNote";
import styles from "./Settings.module.css";
import type { Versioned } from "./useCatalogue";
import { type Change, useDraft } from "./useDraft";

export type Errors<F> = Partial<Record<keyof F & string, string>>;

export interface FormParts<F> {
  values: F;
  errors: Errors<F>;
  set: <K extends keyof F & string>(name: K, value: F[K]) => void;
  /** Several at once. */
  put: (change: Change<F>) => void;
  /** What saving has to wait for; null once nothing is awaited. */
  wait: (awaited: Awaited | null) => void;
}

export interface Awaited {
  /** The sentence that names it. */
  obstacle: string;
  /** Discarding the draft gives it up. */
  stop: () => void;
}

export interface FormFacts<F> {
  name: string;
  /** As a person reads it, to compare two versions. */
  show: (values: F) => ReactNode;
}

export interface ConfiguredFormProps<T extends Versioned, F extends object> {
  /** Where the draft is kept. */
  place: string;
  current: T | null;
  blank: F;
  valuesOf: (entity: T) => F;
  facts: Record<keyof F & string, FormFacts<F>>;
  validate: (values: F) => Errors<F>;
  /** Saves some values upon a version; null: as a new one. */
  save: (values: Partial<F>, all: F, version: number | null) => Promise<T>;
  said: (entity: T) => string;
  undone: string;
  /** Takes back what was just created. */
  uncreate?: (entity: T) => Promise<unknown>;
  onSaved?: (entity: T) => void;
  children: (form: FormParts<F>) => ReactNode;
}

const firstWrong = "[aria-invalid='true'], [data-invalid] :checked";

export function ConfiguredForm<T extends Versioned, F extends object>(props: ConfiguredFormProps<T, F>) {
  const { place, current, blank, valuesOf, facts, validate, children } = props;
  const { t } = useTranslation();
  const saved: Saved<F> | null = current && { version: current.version, values: valuesOf(current) };
  const draft = useDraft<F>(place, saved, blank);
  const form = useRef<HTMLFormElement>(null);
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [awaited, setAwaited] = useState<Awaited | null>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});

  const [refused, setRefused] = useState(0);
  useEffect(() => {
    if (refused > 0) form.current?.querySelector<HTMLElement>(firstWrong)?.focus();
  }, [refused]);

  function show(found: Record<string, string>) {
    setErrors(found);
    setRefused((times) => times + 1);
  }

  function put(change: Change<F>) {
    const made = draft.put(change);
    setErrors((known) =>
      Object.fromEntries(Object.entries(known).filter(([name]) => name !== "" && !(name in made))),
    );
  }

  async function submit(at: string | null = null) {
    if (awaited) return;
    const { values, base } = draft.shown;
    const wrong = Object.entries(validate(values)) as [string, string][];
    if (wrong.length > 0) return show(Object.fromEntries(wrong));
    if (draft.stale || (base && draft.changed.length === 0)) return;
    setBusy(true);
    try {
      const save = () => props.save(picked(values, draft.changed), values, base?.version ?? null);
      const entity = await (at ? scheduled(at, save) : save());
      draft.drop();
      setErrors({});
      toast.show(props.said(entity), undoOf(entity, base));
      props.onSaved?.(entity);
    } catch (error) {
      if (heldNotice(error, t)) kept();
      else show(refusals(error, t));
    } finally {
      setBusy(false);
    }
  }

  /** It waits for somebody or for its time: what was typed is there, in the change. */
  function kept() {
    draft.drop();
    setErrors({});
    void cache.invalidateQueries({ queryKey: keys.changes });
  }

  function undoOf(entity: T, base: Saved<F> | null): (() => void) | null {
    const { uncreate } = props;
    if (!base && !uncreate) return null;
    const before = base && picked(base.values, draft.changed);
    return () => {
      const undoing = base && before ? props.save(before, base.values, entity.version) : uncreate?.(entity);
      undoing?.then(
        () => toast.show(props.undone),
        (error: unknown) => heldNotice(error, t) || toast.show(t("settings.undo_failed")),
      );
    };
  }

  const parts: FormParts<F> = {
    values: draft.shown.values,
    errors: errors as Errors<F>,
    set: (name, value) => put({ [name]: value } as unknown as Partial<F>),
    put,
    wait: setAwaited,
  };
  const names = draft.changed.map((key) => facts[key].name);
  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {errors[""] ? (
        <Banner tone="bad" role="alert" icon={<IconAlertCircle size={18} stroke={1.75} aria-hidden="true" />}>
          {errors[""]}
        </Banner>
      ) : null}
      <WaitingNote place={place} current={current} />
      {draft.stale && saved && current ? (
        <ConflictNote
          current={current}
          draft={draft.shown}
          saved={saved}
          blank={blank}
          facts={facts}
          onMine={() => draft.moveUpon(saved)}
          onTheirs={draft.drop}
        />
      ) : null}
      <div className={styles.fields}>{children(parts)}</div>
      {draft.changed.length > 0 ? (
        <SaveBar
          isNew={current === null}
          changed={names}
          busy={busy}
          obstacle={draft.stale ? t("settings.choose_first") : (awaited?.obstacle ?? null)}
          onSchedule={(at) => void submit(at)}
          onDiscard={() => {
            awaited?.stop();
            setErrors({});
            draft.drop();
          }}
        />
      ) : null}
    </form>
  );
}

function picked<F extends object>(values: F, keys: readonly (keyof F)[]): Partial<F> {
  return Object.fromEntries(keys.map((key) => [key, values[key]])) as Partial<F>;
}
