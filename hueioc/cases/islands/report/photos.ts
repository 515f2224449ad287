// Photos of a report: made small on the phone, shown at once, removed with one tap.
const LONGEST_SIDE = 1600;
const QUALITY = 0.8;

export class Photos {
  files: Blob[] = [];
  private readonly box: HTMLElement;
  private readonly shown: HTMLElement;
  private readonly input: HTMLInputElement;

  constructor(private readonly form: HTMLFormElement, private readonly changed: () => void, private readonly most = 5) {
    this.box = form.querySelector<HTMLElement>("[data-photos]")!;
    this.shown = this.box.querySelector<HTMLElement>("[data-shown]")!;
    this.input = this.box.querySelector<HTMLInputElement>("input[type=file]")!;
    this.input.classList.add("sr");
    this.shown.hidden = false;
    this.input.addEventListener("change", () => void this.take([...(this.input.files ?? [])]));
  }

  add(files: Blob[]): void {
    this.files = [...this.files, ...files].slice(0, this.most);
    this.draw();
  }

  private async take(files: File[]): Promise<void> {
    this.add(await Promise.all(files.slice(0, this.most - this.files.length).map(small)));
    this.input.value = "";
    this.changed();
  }

  private draw(): void {
    this.shown.querySelectorAll("figure").forEach((old) => old.remove());
    const template = this.box.querySelector<HTMLTemplateElement>("template[data-photo]")!;
    this.files.forEach((file, number) => {
      const figure = template.content.firstElementChild!.cloneNode(true) as HTMLElement;
      const picture = figure.querySelector("img")!;
      const name = String(number + 1);
      picture.src = URL.createObjectURL(file);
      picture.alt = this.form.dataset.saidPhoto!.replace("{n}", name);
      picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
      const remove = figure.querySelector("button")!;
      remove.setAttribute("aria-label", this.form.dataset.saidRemove!.replace("{n}", name));
      remove.addEventListener("click", () => {
        this.files = this.files.filter((_file, at) => at !== number);
        this.draw();
        this.changed();
      });
      this.shown.querySelector("label")!.before(figure);
    });
    this.shown.querySelector("label")!.hidden = this.files.length >= this.most;
  }
}

// A picture that this browser cannot read goes as it is; the server says what is wrong with it.
async function small(file: File): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    return made && made.size < file.size ? made : file;
  } catch {
    return file;
  }
}
