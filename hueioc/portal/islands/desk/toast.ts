// Says what was done, with undo for eight seconds; says what went wrong until somebody closes it.
const KEPT_MS = 8000;
let timer = 0;

const at = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;

export function say(sentence: string, canUndo: boolean): void {
  at("toast-words").textContent = sentence;
  at("toast-undo").hidden = !canUndo;
  at("toast").hidden = false;
  clearTimeout(timer);
  timer = window.setTimeout(() => { at("toast").hidden = true; }, KEPT_MS);
}

export function complain(sentence: string): void {
  at("wrong-words").textContent = sentence;
  at("wrong").hidden = false;
}

export function calm(): void {
  at("wrong").hidden = true;
}
