/** A PDF in the browser: its pages are drawn, its texts are read, and nothing that is written in it runs. */
import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy, VerbosityLevel } from "pdfjs-dist";
import workerUrl from "pdfjs-dist/build/pdf.worker.min.mjs?url";

GlobalWorkerOptions.workerSrc = workerUrl;

export async function openPdf(url: string, signal: AbortSignal): Promise<PDFDocumentProxy> {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`the file answered ${answer.status}`);
  const data = new Uint8Array(await answer.arrayBuffer());
  const quiet = VerbosityLevel.ERRORS; // a damaged file is told in the page, not in the console
  const task = getDocument({
    data,
    isEvalSupported: false,
    enableXfa: false,
    useWasm: false,
    verbosity: quiet,
  });
  signal.addEventListener("abort", () => void task.destroy());
  return task.promise;
}

/** Draws a page as wide as told, sharp on this screen; answers its text for those who do not see it. */
export async function drawPage(
  file: PDFDocumentProxy,
  number: number,
  canvas: HTMLCanvasElement,
  width: number,
): Promise<string> {
  const page = await file.getPage(number);
  const natural = page.getViewport({ scale: 1 });
  const density = window.devicePixelRatio || 1;
  const viewport = page.getViewport({ scale: (width / natural.width) * density });
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${viewport.height / density}px`;
  await page.render({ canvas, viewport }).promise;
  const { items } = await page.getTextContent();
  return items.map((item) => ("str" in item ? item.str : "")).join(" ");
}
