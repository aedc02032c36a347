/** WhatsApp's marks by one press; the selection stays, so that one can follow the other. */
import { useTranslation } from "react-i18next";
import type { Tool } from "@/text/edit";
import { IconButton } from "@/ui/Button";
import {
  IconBlockquote,
  IconBold,
  IconCode,
  IconItalic,
  IconList,
  IconListNumbers,
  IconStrikethrough,
} from "@/ui/icons";
import styles from "./FormatBar.module.css";

const tools: readonly [Tool, typeof IconBold][] = [
  ["bold", IconBold],
  ["italic", IconItalic],
  ["strike", IconStrikethrough],
  ["mono", IconCode],
  ["list", IconList],
  ["numbers", IconListNumbers],
  ["quote", IconBlockquote],
];

export function FormatBar({ onTool }: { onTool: (tool: Tool) => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.bar} role="group" aria-label={t("format.label")}>
      {tools.map(([tool, Icon]) => (
        <IconButton key={tool} label={t(`format.${tool}`)} onClick={() => onTool(tool)}>
          <Icon size={18} stroke={1.75} aria-hidden="true" />
        </IconButton>
      ))}
    </div>
  );
}
