/** The pages of a PDF, one below the other, each drawn when it comes near. */
import type { PDFDocumentProxy } from "pdfjs-dist";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "@/ui/Button";
import { IconZoomIn, IconZoomOut } from "@/ui/icons";
import { drawPage, openPdf } from "../api/pdf";
import { zoomStep } from "../api/zoom";
import { Viewer } from "./Viewer";
import styles from "./Viewer.module.css";

interface PdfViewerProps {
  name: string;
  /** A fresh address of the file. */
  locate: () => Promise<string>;
  onDownload: () => void;
  onClose: () => void;
}

const widthPx = 720;
const a4 = Math.SQRT2;

export function PdfViewer({ name, locate, onDownload, onClose }: PdfViewerProps) {
  const { t } = useTranslation();
  const { file, failed } = useFile(locate);
  const [scale, setScale] = useState(1);
  const [current, setCurrent] = useState(1);
  const pages = useRef<HTMLDivElement>(null);
  const room = Math.min(widthPx, window.innerWidth - 32);
  const count = file?.numPages ?? 0;

  function onScroll() {
    const box = pages.current;
    const middle = (box?.scrollTop ?? 0) + (box?.clientHeight ?? 0) / 2;
    const drawn = [...(box?.children ?? [])] as HTMLElement[];
    const at = drawn.findLastIndex((one) => one.offsetTop - (box?.offsetTop ?? 0) <= middle);
    setCurrent(Math.max(1, at + 1));
  }

  const tools = (
    <>
      <IconButton label={t("viewer.smaller")} onClick={() => setScale(Math.max(0.5, scale / zoomStep))}>
        <IconZoomOut size={18} stroke={1.75} aria-hidden="true" />
      </IconButton>
      <IconButton label={t("viewer.larger")} onClick={() => setScale(Math.min(4, scale * zoomStep))}>
        <IconZoomIn size={18} stroke={1.75} aria-hidden="true" />
      </IconButton>
      <span className={styles.told} role="status">
        {count ? t("viewer.page_of", { page: Math.min(current, count), count }) : t("viewer.opening")}
      </span>
    </>
  );
  return (
    <Viewer name={name} tools={tools} onDownload={onDownload} onClose={onClose}>
      {failed ? (
        <div className={styles.note} role="alert">
          <p>{t("viewer.pdf_failed")}</p>
          <Button onClick={onDownload}>{t("viewer.download_file")}</Button>
        </div>
      ) : (
        <div
          ref={pages}
          className={styles.pages}
          role="document"
          aria-label={name}
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region has to be reachable by keyboard
          tabIndex={0}
          data-autofocus
          onScroll={onScroll}
        >
          {file
            ? Array.from({ length: count }, (_, at) => (
                <Page key={at} file={file} number={at + 1} width={room * scale} />
              ))
            : null}
        </div>
      )}
    </Viewer>
  );
}

function useFile(locate: () => Promise<string>) {
  const [file, setFile] = useState<PDFDocumentProxy | null>(null);
  const [failed, setFailed] = useState(false);
  const [address] = useState(() => locate);
  useEffect(() => {
    const leaving = new AbortController();
    address()
      .then((url) => openPdf(url, leaving.signal))
      .then(setFile, () => setFailed(!leaving.signal.aborted));
    return () => leaving.abort();
  }, [address]);
  return { file, failed };
}

function Page({ file, number, width }: { file: PDFDocumentProxy; number: number; width: number }) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [near, setNear] = useState(false);
  const [text, setText] = useState("");
  useEffect(() => {
    if (!canvas.current) return;
    const observer = new IntersectionObserver(
      (seen) => setNear((before) => before || seen.some((one) => one.isIntersecting)),
      { rootMargin: "800px" },
    );
    observer.observe(canvas.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (!near || !canvas.current) return;
    drawPage(file, number, canvas.current, width).then(setText, () => setText(""));
  }, [near, file, number, width]);
  return (
    <div>
      <canvas
        ref={canvas}
        className={styles.page}
        width={Math.round(width)}
        height={Math.round(width * a4)}
        aria-hidden="true"
      />
      <p className="sr">
        {t("viewer.page", { page: number })}: {text}
      </p>
    </div>
  );
}
