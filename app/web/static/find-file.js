// The SHA-256 of a file that stays on this computer, for the register of downloads. Needs https, or localhost.
for (const form of crypto.subtle ? document.querySelectorAll(".find-file") : []) {
  const file = form.querySelector("input[type=file]");
  file.closest("[hidden]").hidden = false;
  file.addEventListener("change", async () => {
    if (!file.files.length) return;
    const digest = await crypto.subtle.digest("SHA-256", await file.files[0].arrayBuffer());
    form.elements.sha256.value = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
    form.requestSubmit();
  });
}
