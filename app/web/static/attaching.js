// Evidence in a question: files chosen, dropped on its card or pasted there go out at once, by the form beside it
(() => {
  const OURS = "input[type=file][form]";
  const waiting = new Map(); // form -> what goes out after what is on its way
  const inputOf = (target) => target.closest?.(".question-card")?.querySelector(OURS);
  const saidOf = (form) => form.querySelector(".said");

  const sendNext = (input) => {
    const files = new DataTransfer();
    for (const file of waiting.get(input.form).shift() ?? []) files.items.add(file);
    input.files = files.files;
    files.files.length ? input.form.requestSubmit() : waiting.delete(input.form);
  };

  const add = (input, files) => {
    const { form, dataset } = input;
    const isFree = !form.matches(".htmx-request");
    const good = files.filter((file) => file.size <= dataset.most);
    const together = good.reduce((sum, file) => sum + file.size, 0) <= dataset.most ? [good] : good.map((file) => [file]);
    if (isFree) saidOf(form).replaceChildren();
    for (const file of files) if (!good.includes(file)) saidOf(form).append(`${file.name}: ${dataset.tooLarge} `);
    waiting.set(form, [...(waiting.get(form) ?? []), ...together]);
    if (isFree) sendNext(input);
  };

  // The input is inside the question's form, which saves itself when its own fields change
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      if (!event.target.matches?.(OURS)) return;
      event.stopPropagation();
      if (kind === "change") add(event.target, [...event.target.files]);
    }, true);
  }

  for (const kind of ["paste", "dragover", "drop"]) {
    document.addEventListener(kind, (event) => {
      const input = inputOf(event.target);
      const { files, types } = event.clipboardData ?? event.dataTransfer;
      if (!input || !types.includes("Files") || types.includes("text/plain")) return; // Office adds a picture of a text
      event.preventDefault();
      if (kind !== "dragover") add(input, [...files]);
    });
  }

  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (waiting.has(ctx.sourceElement)) sendNext(inputOf(ctx.sourceElement));
  });
})();
