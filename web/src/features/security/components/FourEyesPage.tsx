/** Changes with two people: what takes a second one, how long it waits for them, and who could be that. */
import type { TFunction } from "i18next";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/directory";
import type { Area, FourEyes } from "@/api/types";
import { listed } from "@/i18n/format";
import { ConfiguredForm } from "@/settings/ConfiguredForm";
import { PageHead } from "@/settings/PageHead";
import { AfterDelay, Banner, Bone, Empty, Failure } from "@/ui/Feedback";
import { TextField } from "@/ui/Field";
import { IconAlertTriangle } from "@/ui/icons";
import page from "@/ui/Page.module.css";
import { foundation, type FourEyesValues, useFourEyes, useSavingFourEyes, valuesOf } from "../api/four-eyes";
import styles from "./Security.module.css";

const figures = { expires_days: { least: 1, most: 90 }, undo_hours: { least: 0, most: 168 } } as const;

export function FourEyesPage() {
  const { t } = useTranslation();
  const mayKeep = useMay("security.manage");
  return (
    <main className={page.page}>
      <title>{t("four_eyes.page_title")}</title>
      <PageHead back="/settings/security" backName={t("four_eyes.back")} title={t("four_eyes.title")} />
      {mayKeep ? <Kept /> : <Empty level={2} title={t("security.forbidden")} />}
    </main>
  );
}

function Kept() {
  const { t } = useTranslation();
  const query = useFourEyes();
  if (query.data) return <FourEyesForm setting={query.data} />;
  return (
    <div className={page.body}>
      {query.isPending ? (
        <AfterDelay>
          <Bone width="100%" height={160} />
        </AfterDelay>
      ) : (
        <Failure title={t("security.failed")} error={query.error} onRetry={() => void query.refetch()} />
      )}
    </div>
  );
}

function FourEyesForm({ setting }: { setting: FourEyes }) {
  const { t } = useTranslation();
  const save = useSavingFourEyes();
  const names = Object.keys(figures) as (keyof typeof figures)[];
  return (
    <ConfiguredForm<FourEyes, FourEyesValues>
      place="four-eyes"
      current={setting}
      blank={{ areas: [], expires_days: "7", undo_hours: "24" }}
      valuesOf={valuesOf}
      facts={{
        areas: {
          name: t("four_eyes.fact_areas"),
          show: ({ areas }) => listed(areas.map((area) => t(`four_eyes.area_${area}`))),
        },
        expires_days: { name: t("four_eyes.fact_expires_days"), show: (values) => values.expires_days },
        undo_hours: { name: t("four_eyes.fact_undo_hours"), show: (values) => values.undo_hours },
      }}
      validate={(values) => ({
        ...Object.fromEntries(
          names
            .filter((name) => !isWithin(values[name], figures[name]))
            .map((name) => [name, t("security.between", figures[name])]),
        ),
        ...tooFew(setting, values.areas, t),
      })}
      save={(values, _all, version) => save(values, version ?? 0)}
      said={() => t("four_eyes.saved")}
      undone={t("settings.undone")}
    >
      {({ values, errors, set }) => (
        <>
          <p className={page.intro}>{t("four_eyes.intro")}</p>
          {setting.override_reason ? (
            <Banner tone="warn" icon={<IconAlertTriangle size={18} stroke={1.75} aria-hidden="true" />}>
              {t("four_eyes.overridden", { reason: setting.override_reason })}
            </Banner>
          ) : null}
          <Areas
            setting={setting}
            value={values.areas}
            error={errors.areas}
            onChange={(areas) => set("areas", areas)}
          />
          {names.map((name) => (
            <TextField
              key={name}
              label={t(`four_eyes.${name}`)}
              help={t(`four_eyes.${name}_help`)}
              inputMode="numeric"
              maxLength={3}
              value={values[name]}
              error={errors[name]}
              onChange={(event) => set(name, event.target.value)}
            />
          ))}
        </>
      )}
    </ConfiguredForm>
  );
}

interface AreasProps {
  setting: FourEyes;
  value: Area[];
  error: string | undefined;
  onChange: (areas: Area[]) => void;
}

function Areas({ setting, value, error, onChange }: AreasProps) {
  const { t } = useTranslation();
  const id = useId();
  function turn(area: Area, on: boolean) {
    const others = value.filter((one) => one !== area);
    onChange(on ? [...others, area].sort() : others);
  }
  return (
    <fieldset className={styles.roles} aria-describedby={id} data-invalid={error ? "" : undefined}>
      <legend>{t("four_eyes.areas")}</legend>
      {setting.all_areas.map(({ id: area, approvers }) => {
        const follows = foundation.includes(area) && value.some((one) => one !== area);
        return (
          <label key={area} className={styles.option}>
            <input
              type="checkbox"
              checked={value.includes(area) || follows}
              disabled={follows && !value.includes(area)}
              onChange={(event) => turn(area, event.target.checked)}
            />
            {t(`four_eyes.area_${area}`)}
            <small className="t-meta">{t("four_eyes.approvers", { count: approvers })}</small>
          </label>
        );
      })}
      <p className="t-meta" id={id}>
        {t("four_eyes.areas_help")}
      </p>
      {error ? <p role="alert">{error}</p> : null}
    </fieldset>
  );
}

/** Guarded so, nobody could approve what one of the few who can asks for. */
function tooFew(setting: FourEyes, areas: Area[], t: TFunction): { areas?: string } {
  const guarded = areas.length > 0 ? [...areas, ...foundation] : [];
  const few = setting.all_areas.filter(({ id, approvers }) => guarded.includes(id) && approvers < 2);
  if (few.length === 0) return {};
  return { areas: t("four_eyes.too_few", { areas: listed(few.map(({ id }) => t(`four_eyes.area_${id}`))) }) };
}

function isWithin(typed: string, { least, most }: { least: number; most: number }): boolean {
  const value = Number(typed);
  return typed.trim() !== "" && Number.isInteger(value) && value >= least && value <= most;
}
