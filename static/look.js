// Before anything is painted: dark or light, where the reader chose one. Without a choice the system decides.
try {
  const look = localStorage.getItem("look");
  if (look) document.documentElement.dataset.look = look;
} catch {
  // No storage, no memory.
}
