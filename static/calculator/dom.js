// Elements, made and changed without a line of HTML in a string.

const SVG = "http://www.w3.org/2000/svg";

function make(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== ""));
  return element;
}

// An element of HTML; `null` among attributes and children is left out.
export const h = (tag, attributes = {}, ...children) => make(document.createElement(tag), attributes, children);
// An element of SVG.
export const s = (tag, attributes = {}, ...children) => make(document.createElementNS(SVG, tag), attributes, children);

// A number as the build writes it: its exact value and its expression stand beside the text.
export const number = (result, expression) => h("data", { class: "n", value: result.value, "data-expr": expression }, result.text);

// The same, linked to its formula.
export const linked = (result, expression, href) => h("a", { class: "n-link", href }, number(result, expression));

// Puts a number where the build has put one.
export function renumber(place, result, expression) {
  const data = place.querySelector("data");
  if (!data) return place.replaceChildren(number(result, expression));
  data.textContent = result.text;
  data.value = result.value;
  data.dataset.expr = expression;
}

// A name, as code if it is one of the formula language.
export const named = (text, code, href) => {
  const name = code ? h("code", { translate: "no" }, text) : text;
  return href ? h("a", { href }, name) : name;
};

export const percent = share => `${Math.round(share * 1e5) / 1e3}%`;
