/** Tells readers of the screen about new conversations in the list, at most every ten seconds. */
import { memo, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Conversation } from "@/api/types";

const everyMs = 10_000;

export const NewRowsVoice = memo(function NewRowsVoice({
  rows,
  selectedId,
}: {
  rows: readonly Conversation[];
  selectedId: string | null;
}) {
  const { t } = useTranslation();
  const known = useRef(new Set(rows.map((row) => row.id)));
  const fresh = useRef(0);
  const [said, setSaid] = useState("");
  for (const row of rows) {
    if (!known.current.has(row.id)) {
      known.current.add(row.id);
      if (row.id !== selectedId && row.state === "new") fresh.current += 1;
    }
  }
  useEffect(() => {
    const timer = setInterval(() => {
      setSaid(fresh.current > 0 ? t("inbox.incoming", { count: fresh.current }) : "");
      fresh.current = 0;
    }, everyMs);
    return () => clearInterval(timer);
  }, [t]);
  return (
    <div className="sr" role="status">
      {said}
    </div>
  );
});
