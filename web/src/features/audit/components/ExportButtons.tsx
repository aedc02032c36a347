/** Takes along what is asked for, as a table or line by line. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "@/state/toast";
import { Button } from "@/ui/Button";
import { exported } from "../api/audit";
import { asCsv, asJsonLines, save } from "../api/files";
import type { AuditFilters } from "../api/filters";
import styles from "./Audit.module.css";

type Format = "csv" | "jsonl";

export function ExportButtons({ filters }: { filters: AuditFilters }) {
  const { t } = useTranslation();
  const [count, setCount] = useState(0);
  const taking = useMutation({
    mutationFn: async (format: Format) => {
      setCount(0);
      const acts = await exported(filters, setCount);
      if (format === "csv") save("auditoria.csv", "text/csv", asCsv(acts));
      else save("auditoria.jsonl", "application/x-ndjson", asJsonLines(acts));
    },
    onError: () => toast.show(t("audit.export_failed")),
  });
  return (
    <div className={styles.buttons}>
      <Button busy={taking.isPending} onClick={() => taking.mutate("csv")}>
        {t("audit.export_csv")}
      </Button>
      <Button busy={taking.isPending} onClick={() => taking.mutate("jsonl")}>
        {t("audit.export_jsonl")}
      </Button>
      <span role="status">{taking.isPending ? t("audit.exporting", { count }) : ""}</span>
    </div>
  );
}
