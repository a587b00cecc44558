// Files chosen in a question, dropped on its card or pasted there go out, each for itself, by the form beside it
(() => {
  const add = (form, files) => {
    const field = form.elements.file;
    const { most, tooLarge } = field.dataset;
    const put = (some) => {
      const data = new DataTransfer();
      some.forEach((file) => data.items.add(file));
      field.files = data.files;
    };
    const good = files.filter(({ size }) => size <= most);
    const large = files.filter(({ size }) => size > most);
    form.querySelector(".said").replaceChildren(...large.map(({ name }) => `${name}: ${tooLarge} `));
    for (const file of good) {
      put([file]);
      form.requestSubmit();
    }
    put(good); // to try again
  };

  // The field is in the question's form, which saves itself at each change
  for (const kind of ["click", "input", "change"]) {
    document.addEventListener(kind, (event) => {
      const { type, form, files } = event.target;
      if (type !== "file") return;
      event.stopPropagation();
      if (kind === "click") event.target.value = "";
      if (kind === "change") add(form, [...files]);
    }, true);
  }

  for (const kind of ["paste", "dragover", "drop"]) {
    document.addEventListener(kind, (event) => {
      const form = event.target.closest?.(".question-card")?.querySelector(".attach");
      const { files, types } = event.clipboardData ?? event.dataTransfer;
      if (!form || !types.includes("Files") || types.includes("text/plain")) return; // Office adds a picture of a text
      event.preventDefault();
      if (kind !== "dragover") add(form, [...files]);
    });
  }
})();
