/** One tree of typifications, or a new one. */
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useQueues } from "@/api/directory";
import type { Queue, TypificationTree } from "@/api/types";
import { ConfiguredForm } from "@/settings/ConfiguredForm";
import { PageHead } from "@/settings/PageHead";
import { SomeChoice } from "@/settings/SomeChoice";
import { ThingGate } from "@/settings/ThingGate";
import { useKeeping } from "@/settings/useCatalogue";
import { TextField } from "@/ui/Field";
import page from "@/ui/Page.module.css";
import { depthOf } from "../api/editing";
import { blankTree, bodyOf, flawsOf, type TreeValues, valuesOf } from "../api/trees";
import { TreeEditor } from "./TreeEditor";
import styles from "./Trees.module.css";
import { queueNames } from "./TreesPage";

export function TreePage({ id }: { id: string | null }) {
  const { t } = useTranslation();
  return (
    <ThingGate<TypificationTree>
      kind="typifications"
      id={id}
      back={t("typify.settings")}
      gone={t("typify.gone")}
    >
      {(tree) => <TreeForm key={id} tree={tree} />}
    </ThingGate>
  );
}

function TreeForm({ tree }: { tree: TypificationTree | null }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const keeping = useKeeping<TypificationTree>("typifications");
  const queues = useQueues().data ?? [];
  const title = tree ? tree.name : t("typify.new_tree");
  const saved = new Set(tree?.nodes.map(({ id }) => id));
  const where = (value: TreeValues["mandatory"] | null) =>
    Array.isArray(value) ? queueNames(value, queues, "—") : t("typify.all_queues");
  return (
    <main className={page.page}>
      <title>{t("typify.page_title_of", { name: title })}</title>
      <PageHead back="/settings/typifications" backName={t("typify.back")} title={title}>
        {tree?.is_retired ? <small>{t("settings.is_retired")}</small> : null}
      </PageHead>
      <ConfiguredForm
        place={`typifications.${tree?.id ?? "new"}`}
        current={tree}
        blank={blankTree}
        valuesOf={valuesOf}
        facts={{
          name: { name: t("typify.fact_name"), show: ({ name }) => name },
          nodes: { name: t("typify.fact_nodes"), show: (values) => <Outline {...values} /> },
          queue_ids: { name: t("typify.fact_queues"), show: ({ queue_ids }) => where(queue_ids) },
          mandatory: {
            name: t("typify.fact_mandatory"),
            show: ({ mandatory }) =>
              mandatory === "none"
                ? t("typify.mandatory_none")
                : where(mandatory === "all" ? null : mandatory),
          },
        }}
        validate={(values) => flawsOf(values, t)}
        save={(values, _all, version) =>
          version === null || !tree
            ? keeping.create(bodyOf({ ...blankTree, ...values }))
            : keeping.edit(tree.id, bodyOf(values), version)
        }
        said={({ name }) => t(tree ? "typify.saved" : "typify.created", { name })}
        undone={t("settings.undone")}
        uncreate={(made) => keeping.edit(made.id, { is_retired: true }, made.version)}
        onSaved={() => (tree ? undefined : navigate("/settings/typifications"))}
      >
        {({ values, errors, set }) => (
          <>
            <TextField
              label={t("typify.name")}
              value={values.name}
              error={errors.name}
              help={t("typify.name_help")}
              autoComplete="off"
              onChange={(event) => set("name", event.target.value)}
            />
            <TreeEditor
              nodes={values.nodes}
              saved={saved}
              error={errors.nodes}
              onChange={(nodes) => set("nodes", nodes)}
            />
            <SomeChoice
              legend={t("typify.used_in")}
              all={t("typify.all_queues")}
              some={t("typify.some_queues")}
              options={choosable(queues, values.queue_ids)}
              value={values.queue_ids}
              error={errors.queue_ids}
              onChange={(ids) => set("queue_ids", ids)}
            />
            <SomeChoice
              legend={t("typify.mandatory")}
              first={{
                words: t("typify.mandatory_none"),
                chosen: values.mandatory === "none",
                onChoose: () => set("mandatory", "none"),
              }}
              all={t("typify.mandatory_all")}
              some={t("typify.mandatory_some")}
              options={choosable(queues, mandatoryIn(values)).filter(
                ({ id }) => values.queue_ids?.includes(id) ?? true,
              )}
              value={mandatoryIn(values)}
              error={errors.mandatory}
              help={t("typify.mandatory_help")}
              onChange={(ids) => set("mandatory", ids ?? "all")}
            />
          </>
        )}
      </ConfiguredForm>
    </main>
  );
}

/** Ids of queues; null: not some of them. */
function mandatoryIn({ mandatory }: TreeValues): string[] | null {
  return Array.isArray(mandatory) ? mandatory : null;
}

/** Retired ones only where they are chosen already. */
function choosable(queues: readonly Queue[], chosen: readonly string[] | null): Queue[] {
  return queues.filter((one) => !one.is_retired || chosen?.includes(one.id));
}

/** The tree in lines, to compare two versions. */
function Outline({ nodes }: TreeValues) {
  const { t } = useTranslation();
  if (nodes.length === 0) return "—";
  return (
    <ul className={styles.outline}>
      {nodes.map((one) => (
        <li key={one.id}>
          {"– ".repeat(depthOf(nodes, one.id) - 1)}
          {one.name || "—"}
          {one.is_retired ? ` (${t("settings.is_retired")})` : null}
        </li>
      ))}
    </ul>
  );
}
