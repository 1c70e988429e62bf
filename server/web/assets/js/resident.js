// SPDX-License-Identifier: EUPL-1.2
// Telling something, the thanks, and a code that can be saved or shared.

// ---- telling something: what was typed stays on the device until it is sent ----

function keepDraft(form) {
  const name = form.dataset.draft;
  const draft = store.read(name);
  const note = find("[data-resume]");
  // Whoever sits down here next must not read what somebody else began: nothing shows before a choice is made.
  if (draft?.values && !form.closest("main").querySelector(".errbox")) {
    form.hidden = true;
    note.hidden = false;
    const open = () => {
      note.remove();
      form.hidden = false;
      find("textarea", form).focus();
    };
    find("[data-go-on]", note).addEventListener("click", () => {
      putBack(form, draft.values);
      open();
    });
    find("[data-forget]", note).addEventListener("click", () => {
      store.wipe(name);
      open();
    });
  }
  form.addEventListener("input", () => store.write(name, { values: valuesOf(form) }));
  form.addEventListener("change", () => store.write(name, { values: valuesOf(form) }));
  const groups = all("optgroup", form);
  form.addEventListener("change", () => {
    const chosen = find("input[name=gemeente]:checked", form)?.value;
    for (const group of groups) group.hidden = Boolean(chosen) && group.dataset.in !== chosen;
  });
}

// ---- the thanks page ----

function thank(main) {
  const prefix = main.dataset.wipe;
  thanks.remember(prefix);
  try {
    for (const key of Object.keys(localStorage))
      if (key === store.key(prefix) || key.startsWith(`${store.key(prefix)}/`)) localStorage.removeItem(key);
  } catch {
    /* nothing is kept */
  }
  const code = find("[data-code]", main)?.textContent;
  const buttons = find("[data-code-buttons]", main);
  const status = find("[data-status]", main);
  if (code && buttons) {
    buttons.hidden = false;
    find("[data-save]", buttons).addEventListener("click", (event) => {
      const { file, text } = event.currentTarget.dataset;
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([`${text}\n${code}\n${location.origin}/volg\n`], { type: "text/plain" }));
      link.download = file;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    });
    const copy = find("[data-copy]", buttons);
    copy.hidden = !navigator.clipboard;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code);
      copy.textContent = copy.dataset.done;
      status.textContent = copy.dataset.done;
    });
  }
}

function offerShare(link) {
  if (!navigator.share) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    navigator.share({ title: link.dataset.share, url: link.href }).catch(() => {});
  });
}

all("form[data-draft]").forEach(keepDraft);
all("[data-wipe]").forEach(thank);
all("[data-share]").forEach(offerShare);
// The QR code of a kiosk carries the number after the #, which no server log sees; it leaves the address at once.
const codeField = find("#code");
if (codeField && /^#\d{16}$/.test(location.hash)) {
  codeField.value = location.hash.slice(1).replace(/(\d{4})(?=\d)/g, "$1 ");
  history.replaceState(null, "", location.pathname + location.search);
}
find("[data-focus]")?.focus();
