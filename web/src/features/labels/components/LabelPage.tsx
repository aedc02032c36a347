/** One label, or a new one. */
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import type { Label } from "@/api/types";
import { ConfiguredForm } from "@/settings/ConfiguredForm";
import { PageHead } from "@/settings/PageHead";
import { RoleChoice } from "@/settings/RoleChoice";
import { useRoleNames } from "@/settings/roles";
import { ThingGate } from "@/settings/ThingGate";
import { useKeeping } from "@/settings/useCatalogue";
import { TextAreaField, TextField } from "@/ui/Field";
import { LabelChip } from "@/ui/LabelChip";
import page from "@/ui/Page.module.css";
import { blankLabel, bodyOf, flawsOf, valuesOf } from "../api/labels";
import { ColourChoice } from "./ColourChoice";

export function LabelPage({ id }: { id: string | null }) {
  const { t } = useTranslation();
  return (
    <ThingGate<Label> kind="labels" id={id} back={t("labels.title")} gone={t("labels.gone")}>
      {(label) => <LabelForm key={id} label={label} />}
    </ThingGate>
  );
}

function LabelForm({ label }: { label: Label | null }) {
  const { t } = useTranslation();
  const { roleNames } = useRoleNames();
  const [, navigate] = useLocation();
  const keeping = useKeeping<Label>("labels");
  const title = label ? label.name : t("labels.new");
  return (
    <main className={page.page}>
      <title>{t("labels.page_title_of", { name: title })}</title>
      <PageHead back="/settings/labels" backName={t("labels.back")} title={title}>
        {label?.is_retired ? <small>{t("settings.is_retired")}</small> : null}
      </PageHead>
      <ConfiguredForm
        place={`labels.${label?.id ?? "new"}`}
        current={label}
        blank={blankLabel}
        valuesOf={valuesOf}
        facts={{
          name: { name: t("labels.fact_name"), show: ({ name }) => name },
          colour: { name: t("labels.fact_colour"), show: ({ colour }) => t(`labels.colour_${colour}`) },
          description: { name: t("labels.fact_description"), show: ({ description }) => description || "—" },
          seen_by: { name: t("labels.fact_seen_by"), show: ({ seen_by }) => roleNames(seen_by ?? []) },
          used_by: { name: t("labels.fact_used_by"), show: ({ used_by }) => roleNames(used_by ?? []) },
        }}
        validate={(values) => flawsOf(values, t)}
        save={(values, _all, version) =>
          version === null || !label
            ? keeping.create(bodyOf({ ...blankLabel, ...values }))
            : keeping.edit(label.id, bodyOf(values), version)
        }
        said={({ name }) => t(label ? "labels.saved" : "labels.created", { name })}
        undone={t("settings.undone")}
        uncreate={(made) => keeping.edit(made.id, { is_retired: true }, made.version)}
        onSaved={() => (label ? undefined : navigate("/settings/labels"))}
      >
        {({ values, errors, set }) => (
          <>
            <TextField
              label={t("labels.name")}
              value={values.name}
              error={errors.name}
              help={t("labels.name_help")}
              autoComplete="off"
              onChange={(event) => set("name", event.target.value)}
            />
            <ColourChoice value={values.colour} onChange={(colour) => set("colour", colour)} />
            <TextAreaField
              label={t("labels.description")}
              value={values.description}
              error={errors.description}
              help={t("labels.description_help")}
              rows={2}
              onChange={(event) => set("description", event.target.value)}
            />
            <RoleChoice
              legend={t("labels.seen_by")}
              all={t("settings.all_roles")}
              value={values.seen_by}
              error={errors.seen_by}
              onChange={(roles) => set("seen_by", roles)}
            />
            <RoleChoice
              legend={t("labels.used_by")}
              all={t("labels.who_sees")}
              value={values.used_by}
              error={errors.used_by}
              help={t("labels.used_by_help")}
              onChange={(roles) => set("used_by", roles)}
            />
            <div>
              <p className="t-meta">{t("labels.preview")}</p>
              <LabelChip label={{ name: values.name.trim() || t("labels.name"), colour: values.colour }} />
            </div>
          </>
        )}
      </ConfiguredForm>
    </main>
  );
}
