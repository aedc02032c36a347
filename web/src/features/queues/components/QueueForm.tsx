/** What a queue is: name, description, and how long people may wait. */
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import type { Queue, QueueDetails } from "@/api/types";
import { ConfiguredForm } from "@/settings/ConfiguredForm";
import { useKeeping } from "@/settings/useCatalogue";
import { TextAreaField, TextField } from "@/ui/Field";
import { blankQueue, bodyOf, flawsOf, valuesOf } from "../api/queues";

export function QueueForm({ queue }: { queue: QueueDetails | null }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const keeping = useKeeping<Queue>("queues");
  return (
    <ConfiguredForm<Queue, typeof blankQueue>
      place={`queues.${queue?.id ?? "new"}`}
      current={queue}
      blank={blankQueue}
      valuesOf={valuesOf}
      facts={{
        name: { name: t("queues.fact_name"), show: ({ name }) => name },
        description: { name: t("queues.fact_description"), show: ({ description }) => description || "—" },
        target: {
          name: t("queues.fact_target"),
          show: ({ target }) => (target ? t("queues.target_of", { minutes: target }) : t("queues.no_target")),
        },
      }}
      validate={(values) => flawsOf(values, t)}
      save={(values, _all, version) =>
        version === null || !queue
          ? keeping.create(bodyOf(values))
          : keeping.edit(queue.id, bodyOf(values), version)
      }
      said={({ name }) => t(queue ? "queues.saved" : "queues.created", { name })}
      undone={t("settings.undone")}
      uncreate={(made) => keeping.edit(made.id, { is_retired: true }, made.version)}
      onSaved={(saved) => (queue ? undefined : navigate(`/settings/queues/${saved.id}/members`))}
    >
      {({ values, errors, set }) => (
        <>
          <TextField
            label={t("queues.name")}
            value={values.name}
            error={errors.name}
            autoComplete="off"
            onChange={(event) => set("name", event.target.value)}
          />
          <TextAreaField
            label={t("queues.description")}
            value={values.description}
            error={errors.description}
            help={t("queues.description_help")}
            rows={2}
            onChange={(event) => set("description", event.target.value)}
          />
          <TextField
            label={t("queues.target")}
            value={values.target}
            error={errors.target}
            help={t("queues.target_help")}
            inputMode="decimal"
            autoComplete="off"
            onChange={(event) => set("target", event.target.value)}
          />
        </>
      )}
    </ConfiguredForm>
  );
}
