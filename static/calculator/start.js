// Starts the calculators of a page. Read from a disk, where a browser loads no modules, the page's values stay as they are.
if (location.protocol !== "file:") {
  import("./calculator.js");
} else {
  for (const root of document.querySelectorAll(".calculator")) {
    const { texts } = JSON.parse(root.querySelector('[data-part="data"]').textContent);
    const notice = root.querySelector('[data-part="notice"]');
    notice.textContent = texts["calculator-no-server"];
    notice.hidden = false;
  }
}
