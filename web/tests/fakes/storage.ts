/** Where files are posted to, by forms the API gives out. */
import { HttpResponse, http } from "msw";

export class FakeStorage {
  /** Next answers to announcing a file, oldest first. */
  refusals: { status: number; problem: Record<string, unknown> }[] = [];
  /** The uploads whose file was posted. */
  readonly stored: string[] = [];

  announced() {
    const refusal = this.refusals.shift();
    if (refusal) return HttpResponse.json(refusal.problem, { status: refusal.status });
    const uploadId = `upload-${this.stored.length + 1}`;
    const form = { upload_id: uploadId, url: "http://localhost/storage", fields: { key: uploadId } };
    return HttpResponse.json(form, { status: 201 });
  }

  handler() {
    return http.post("*/storage", async ({ request }) => {
      const form = await request.formData();
      if (!form.has("file")) return new HttpResponse(null, { status: 400 });
      this.stored.push(String(form.get("key")));
      return new HttpResponse(null, { status: 204 });
    });
  }
}
