// Copies what a button stands beside.

const copy = async (button) => {
  const status = document.getElementById("status");
  const code = button.parentElement.querySelector("pre");
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = "Copied";
    status.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(code);
    button.textContent = "Selected";
    status.textContent = "Selected; copy it with the keyboard";
  }
  setTimeout(() => {
    button.textContent = "Copy";
  }, 2000);
};
addEventListener("click", ({ target }) => {
  if (target.matches("button.copy")) copy(target);
});
