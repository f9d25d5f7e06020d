/* Which filters are set, what they leave to see, and the address (#...) that brings the same view back. */
const FACETS = ["entity", "type", "certainty", "document"];
const keysOf = {
  entity: Object.keys(data.looks.types).filter((type) => entities.some((e) => e.type === type && e.statements.length)),
  type: Object.keys(data.looks.statements),
  certainty: Object.keys(data.looks.certainties),
  document: documents.map((d) => d.id),
};
const hiddenAtFirst = {
  entity: [], type: [], document: [],
  certainty: keysOf.certainty.filter((c) => data.looks.certainties[c].denied),
};
const state = { off: {}, selected: null };

function resetFilters() {
  for (const facet of FACETS) state.off[facet] = new Set(hiddenAtFirst[facet]);
}

/* The test of one facet against one statement. */
const passes = {
  entity: (s, off) => [s.heads, s.tails].every((side) => !side.length || side.some((e) => !off.has(entities[e].type))),
  type: (s, off) => !off.has(s.type),
  certainty: (s, off) => !off.has(s.certainty),
  document: (s, off) => !off.size || s.documents.some((d) => !off.has(documents[d].id)),
};

/* Recomputed on each change: what is to see, and beside each filter value how much it would give. */
const seen = { statements: new Set(), entities: new Set(), counts: {} };

function look() {
  seen.statements.clear();
  seen.entities.clear();
  for (const facet of FACETS) seen.counts[facet] = Object.fromEntries(keysOf[facet].map((key) => [key, 0]));
  const reachable = new Set();
  statements.forEach((s, i) => {
    const failed = FACETS.filter((facet) => !passes[facet](s, state.off[facet]));
    if (failed.length > 1) return;
    const open = failed.length === 0;
    if (open) {
      seen.statements.add(i);
      s.takesPart.forEach((e) => { if (!state.off.entity.has(entities[e].type)) seen.entities.add(e); });
    }
    if (open || failed[0] === "type") seen.counts.type[s.type] += 1;
    if (open || failed[0] === "certainty") seen.counts.certainty[s.certainty] += 1;
    if (open || failed[0] === "document") for (const d of s.documents) seen.counts.document[documents[d].id] += 1;
    if (open || failed[0] === "entity") s.takesPart.forEach((e) => reachable.add(e));
  });
  for (const entity of entities) entity.open = entity.statements.filter((s) => seen.statements.has(s));
  for (const e of reachable) seen.counts.entity[entities[e].type] += 1;
}

/* ---- the address ---- */
function toHash() {
  const parts = [];
  for (const facet of FACETS) {
    const off = state.off[facet], first = hiddenAtFirst[facet];
    if (off.size === first.length && first.every((key) => off.has(key))) continue;
    const on = keysOf[facet].filter((key) => !off.has(key));
    const [word, keys] = on.length < off.size ? ["only", on] : ["not", [...off]];
    parts.push(`${facet}=${word}:${keys.map(encodeURIComponent).join(",")}`);
  }
  if (state.selected) parts.push(`${state.selected.kind}=${encodeURIComponent(state.selected.id)}`);
  if (page.langChosen) parts.push(`lang=${page.lang}`);
  if (page.themeChosen) parts.push(`theme=${page.theme}`);
  const hash = parts.length ? "#" + parts.join("&") : "";
  if (hash === location.hash) return;
  try {
    history.replaceState(null, "", hash || location.pathname + location.search);
  } catch {
    /* a frame without an address of its own (srcdoc, as in a notebook) keeps no state */
  }
}

function fromHash() {
  resetFilters();
  const found = {};
  for (const part of location.hash.slice(1).split("&")) {
    const at = part.indexOf("=");
    if (at < 0) continue;
    const key = part.slice(0, at), value = part.slice(at + 1);
    if (FACETS.includes(key)) readFacet(key, value);
    else found[key] = decoded(value);
  }
  return found;
}

function readFacet(facet, value) {
  const at = value.indexOf(":");
  const named = new Set(value.slice(at + 1).split(",").filter(Boolean).map(decoded));
  const only = value.slice(0, at) === "only";
  state.off[facet] = new Set(keysOf[facet].filter((key) => named.has(key) !== only));
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
