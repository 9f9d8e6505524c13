// What a page does beyond reading. Everything here is an addition: without it links lead where they should.

// Read from a disk, a folder's address shows no page: name the file in it. On a server nothing has to be done.
if (location.protocol === "file:") {
  for (const link of document.querySelectorAll("a[href]")) {
    if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }
}

// Another language begins at the same heading: headings have the same ids in all languages.
for (const link of document.querySelectorAll(".languages a")) {
  for (const kind of ["focus", "pointerenter", "click"]) link.addEventListener(kind, () => (link.hash = location.hash));
}
