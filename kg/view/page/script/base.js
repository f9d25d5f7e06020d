/* What every part uses: the data, words in the reader's language, and elements made without any HTML from data. */
const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const page = { lang: "en", theme: "light", network: null, placed: { nodes: [], edges: [] } };

const entities = data.entities;
const statements = data.statements;
const documents = data.documents;

/* A word of the page, with {0}, {1} ... filled in. */
function say(key, ...values) {
  return data.words[page.lang][key].replace(/\{(\d)\}/g, (_, i) => String(values[Number(i)]));
}

/* What the ontology calls something. */
function named(group, id) {
  const labels = data.labels[group][id];
  return labels ? labels[page.lang] || labels.en || id : id;
}

function counted(n) {
  return n === 1 ? say("statementOne") : say("statementCount", n.toLocaleString(page.lang));
}

function capital(text) {
  return text.charAt(0).toLocaleUpperCase(page.lang) + text.slice(1);
}

/* An element. Text from documents only ever arrives here as a text node or as the value of a harmless attribute. */
function el(tag, props, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") made.className = value;
    else if (key === "on") for (const [event, run] of Object.entries(value)) made.addEventListener(event, run);
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

function svg(width, height, ...shapes) {
  const make = (tag, props) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(props)) made.setAttribute(key, value);
    return made;
  };
  const root = make("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  root.append(...shapes.map(([tag, props]) => make(tag, props)));
  return root;
}

/* Only web addresses become links; anything else a document calls its URL is shown as text. */
function webAddress(text) {
  if (!text) return null;
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/* For searching: without case and accents. */
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase("de");
}

/* Colours of the theme in use, read once per theme. */
const colourOf = {
  known: new Map(),
  css: (name) => {
    if (!colourOf.known.has(name)) {
      colourOf.known.set(name, getComputedStyle(document.documentElement).getPropertyValue(name).trim());
    }
    return colourOf.known.get(name);
  },
  node: (type) => colourOf.css(`--node-${data.looks.types[type].tone}`),
  edge: (type, certainty) => {
    if (data.looks.certainties[certainty].denied) return colourOf.css("--denied");
    const tone = data.looks.statements[type].tone;
    return colourOf.css(tone === null ? "--edge-rest" : `--edge-${tone}`);
  },
};
