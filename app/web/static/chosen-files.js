// Files that somebody chooses: their SHA-256 is computed here, over https or on localhost, and one too large stays here
(() => {
  const say = (root, state) => {
    for (const one of root.querySelectorAll("[role=status] [data-when]")) one.hidden = one.dataset.when !== state;
  };

  const sha256 = async (file) => {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    return digest.reduce((text, byte) => text + byte.toString(16).padStart(2, "0"), "");
  };

  for (const root of document.querySelectorAll("[data-local-hash]")) {
    if (!globalThis.crypto?.subtle) {
      say(root, "insecure");
      continue;
    }
    const chosen = root.querySelector("input[type=file]");
    const field = document.getElementById(root.dataset.localHash);
    root.querySelector("[data-when=ready]").hidden = false;
    chosen.addEventListener("change", async () => {
      const [file] = chosen.files;
      if (!file) return say(root, "");
      say(root, "busy");
      try {
        const digest = await sha256(file);
        if (chosen.files[0] !== file) return; // another was chosen
        field.value = digest;
        say(root, "done");
      } catch {
        say(root, "failed");
      }
    });
  }

  for (const form of globalThis.crypto?.subtle ? document.querySelectorAll(".find-file") : []) {
    const chosen = form.querySelector("input[type=file]");
    chosen.closest("[hidden]").hidden = false;
    chosen.addEventListener("change", async () => {
      if (!chosen.files.length) return;
      form.elements.sha256.value = await sha256(chosen.files[0]);
      form.requestSubmit();
    });
  }

  for (const form of document.querySelectorAll("form[data-most]")) {
    const { file } = form.elements;
    const warning = form.querySelector("[data-when=too-large]");
    const warn = () => { warning.hidden = !(file.files[0]?.size > form.dataset.most); };
    file.addEventListener("change", warn);
    warn(); // the file may have been chosen before this script came
    form.addEventListener("submit", (event) => {
      if (!warning.hidden) event.preventDefault();
    });
  }
})();
