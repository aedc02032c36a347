/** One group, or a new one. Who is in it stands with each person. */
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import type { Group } from "@/api/types";
import { ConfiguredForm } from "@/settings/ConfiguredForm";
import { PageHead } from "@/settings/PageHead";
import { ThingGate } from "@/settings/ThingGate";
import { useKeeping } from "@/settings/useCatalogue";
import { TextAreaField, TextField } from "@/ui/Field";
import page from "@/ui/Page.module.css";

interface GroupValues {
  name: string;
  description: string;
}

const blank: GroupValues = { name: "", description: "" };
const nameLimit = 60;
const descriptionLimit = 200;

export function GroupPage({ id }: { id: string | null }) {
  const { t } = useTranslation();
  return (
    <ThingGate<Group> kind="groups" id={id} back={t("groups.title")} gone={t("groups.gone")}>
      {(group) => <GroupForm key={id} group={group} />}
    </ThingGate>
  );
}

function GroupForm({ group }: { group: Group | null }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const keeping = useKeeping<Group>("groups");
  const title = group ? group.name : t("groups.new");
  function flawsOf({ name, description }: GroupValues) {
    return {
      ...(name.trim() ? {} : { name: t("groups.name_missing") }),
      ...([...name].length > nameLimit ? { name: t("settings.too_long", { limit: nameLimit }) } : {}),
      ...([...description].length > descriptionLimit
        ? { description: t("settings.too_long", { limit: descriptionLimit }) }
        : {}),
    };
  }
  return (
    <main className={page.page}>
      <title>{t("groups.page_title_of", { name: title })}</title>
      <PageHead back="/settings/groups" backName={t("groups.back")} title={title}>
        {group?.is_retired ? <small>{t("settings.is_retired")}</small> : null}
      </PageHead>
      <ConfiguredForm
        place={`groups.${group?.id ?? "new"}`}
        current={group}
        blank={blank}
        valuesOf={({ name, description }) => ({ name, description })}
        facts={{
          name: { name: t("settings.name"), show: ({ name }) => name },
          description: { name: t("groups.description"), show: ({ description }) => description || "—" },
        }}
        validate={flawsOf}
        save={(values, _all, version) =>
          version === null || !group
            ? keeping.create({ ...blank, ...values })
            : keeping.edit(group.id, values, version)
        }
        said={({ name }) => t(group ? "groups.saved" : "groups.created", { name })}
        undone={t("settings.undone")}
        uncreate={(made) => keeping.edit(made.id, { is_retired: true }, made.version)}
        onSaved={() => (group ? undefined : navigate("/settings/groups"))}
      >
        {({ values, errors, set }) => (
          <>
            <TextField
              label={t("settings.name")}
              value={values.name}
              error={errors.name}
              autoComplete="off"
              onChange={(event) => set("name", event.target.value)}
            />
            <TextAreaField
              label={t("groups.description")}
              value={values.description}
              error={errors.description}
              rows={2}
              onChange={(event) => set("description", event.target.value)}
            />
          </>
        )}
      </ConfiguredForm>
    </main>
  );
}
