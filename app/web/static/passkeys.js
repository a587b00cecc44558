// Passkeys: asks the browser for one and sends its answer by the form. Without this file the forms stay hidden.
(() => {
  const Key = window.PublicKeyCredential;
  if (!Key?.parseCreationOptionsFromJSON || !Key.parseRequestOptionsFromJSON) return;

  const ask = async ({ passkey, options }) => {
    const read = JSON.parse(options);
    return passkey === "create"
      ? navigator.credentials.create({ publicKey: Key.parseCreationOptionsFromJSON(read) })
      : navigator.credentials.get({ publicKey: Key.parseRequestOptionsFromJSON(read) });
  };

  for (const part of document.querySelectorAll(".passkeys-only")) part.hidden = false;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failed = form.querySelector(".passkey-failed");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await ask(form.dataset));
        form.submit();
      } catch {
        failed.hidden = false;
      }
    });
  }
})();
