// Talks to the server: forms in, JSON or HTML out; a refusal is an answer with a sentence, not an exception.

export interface Refusal { sentence: string; fields?: Record<string, string>; is_newer?: boolean }
export interface Tab { code: string; title: string; count: string; hot: boolean; is_current: boolean }
export interface Answer extends Refusal {
  step?: string;
  done?: string[];
  restored?: string[];
  refused?: { code: string; sentence: string }[];
  rows?: Record<string, string | null>;
  tabs?: Tab[];
  now?: string;
}

export const words = (name: string, ...values: (string | number)[]): string => {
  let text = document.getElementById("words")?.dataset[name] ?? "";
  for (const value of values) text = text.replace("#", String(value));
  return text;
};

const token = (): string =>
  document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";

export async function post<T = Answer>(address: string, fields: FormData | Record<string, string>): Promise<{ ok: boolean; data: T }> {
  const body = fields instanceof FormData ? fields : form(fields);
  const answer = await fetch(address, {
    method: "POST", body,
    headers: { Accept: "application/json", "X-CSRFToken": token() },
  });
  const isJson = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
  const data = (isJson ? await answer.json() : { sentence: await answer.text() }) as T;
  return { ok: answer.ok, data };
}

export async function piece(address: string): Promise<string> {
  const answer = await fetch(address, { headers: { "X-Piece": "yes" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

/** Letters without marks in lower case, as the server folds them. */
export const fold = (text: string): string =>
  text.replace(/[đĐ]/g, "d").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
