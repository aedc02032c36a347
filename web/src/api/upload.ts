/** Brings a file in: announced to the API, then posted straight to storage by the form it signs. */
import { ApiError, OfflineError } from "./errors";
import { post } from "./http";
import type { UploadForm } from "./types";

export const acceptedTypes = [
  "image/jpeg",
  "image/png",
  "image/webp",
  "video/mp4",
  "video/3gpp",
  "audio/aac",
  "audio/amr",
  "audio/mpeg",
  "audio/mp4",
  "audio/ogg",
  "application/pdf",
  "text/plain",
  ".doc",
  ".docx",
  ".xls",
  ".xlsx",
  ".ppt",
  ".pptx",
];

/** Storage answered, and refused: the form has expired, or the file changed meanwhile. */
class StorageRefused extends ApiError {
  constructor(status: number) {
    super(status, { code: "upload_refused", status, detail: "", title: "" });
  }
}

/** Answers the upload's id. `onProgress` gets the part that is there, 0 to 1; `connectionId`: where it is to be sent. */
export async function bringFile(
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
  connectionId: string | null = null,
): Promise<string> {
  const announced = {
    filename: file.name,
    content_type: file.type,
    bytes: file.size,
    ...(connectionId ? { connection_id: connectionId } : {}),
  };
  const form = await post<UploadForm>("/uploads", announced, { signal });
  await postForm(form, file, onProgress, signal);
  return form.upload_id;
}

/** A picture of a person, by the form that a path signs; small, so nobody waits for its progress. */
export async function bringPicture(path: string, file: File): Promise<string> {
  const announced = { filename: file.name, content_type: file.type, bytes: file.size };
  const form = await post<UploadForm>(path, announced);
  await postForm(form, file, () => undefined, new AbortController().signal);
  return form.upload_id;
}

/** `fetch` does not tell how much has been sent. */
function postForm(
  form: UploadForm,
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const body = new FormData();
  for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
  body.append("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.url);
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("load", () => {
      if (request.status < 300) resolve();
      else reject(new StorageRefused(request.status));
    });
    request.addEventListener("error", (event) => reject(new OfflineError(event)));
    signal.addEventListener("abort", () => {
      request.abort();
      reject(new DOMException("cancelled", "AbortError"));
    });
    request.send(body);
  });
}
