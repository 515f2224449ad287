// One key, one action; only while no field has the focus and nothing else is open.
type Act = (event: KeyboardEvent) => void;

const FIELDS = "input:not([type=checkbox]), textarea, select, [contenteditable=true]";

export function listen(acts: Record<string, Act>, areOn: () => boolean): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target as HTMLElement;
    if (at.closest(FIELDS) || document.querySelector("dialog[open], details.menu[open]")) return;
    const key = (event.shiftKey && event.key.length === 1 ? "Shift+" : "") + event.key.toLowerCase();
    // Enter and Space belong to the button or link that has the focus, unless it is a row of the queue.
    const isOwn = (event.key === "Enter" || event.key === " ") && at.closest("a, button, summary, input") && !at.closest(".q-row");
    const act = acts[key] ?? acts[event.key];
    if (!act || isOwn || (!areOn() && event.key !== "Enter")) return;
    event.preventDefault();
    act(event);
  });
}
