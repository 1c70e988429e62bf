// SPDX-License-Identifier: EUPL-1.2
// A poll of every kind of question, for tests of forms; what is in `change` goes over it.
const day = (from) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);
const nl = (text) => ({ nl: text });

export function everyKind(slug, change = {}, word = (text) => text) {
  const options = (...names) => names.map((name) => ({ id: name.toLowerCase(), tekst: nl(word(name)) }));
  const question = (id, soort, more = {}) => ({ id, soort, tekst: nl(word(`Wat vindt u van ${soort}?`)), ...more });
  return {
    id: crypto.randomUUID(),
    slug,
    revisie: 1,
    status: "concept",
    titel: nl(word("Alle soorten vragen")),
    inleiding: nl(word("Wij willen iets weten.")),
    gemeenten: ["GM0453", "GM0375"],
    doelgroep: { leeftijdVan: 0, leeftijdTot: 120 },
    opent: day(-2),
    sluit: day(30),
    verwachting: {
      vorm: "beleidsparticipatie",
      trede: "raadplegen",
      doel: nl(word("Een plan")),
      watGebeurtErmee: nl(word("Wij lezen alles.")),
      terugkoppelingOp: day(60),
      eigenaar: word("Gemeente Velsen"),
    },
    vragen: [
      question("getal", "getal", { max: 20 }),
      question("punten", "punten", { max: 10, opties: options("Licht", "Groen", "Verkeersveiligheid") }),
      question("enkel", "enkel", { opties: [...options("Rood", "Blauw"), { id: "anders", tekst: nl(word("Anders")) }] }),
      question("meer", "meervoudig", { max: 2, opties: options("Een", "Twee", "Drie") }),
      question("rang", "rangorde", { max: 2, opties: options("Bank", "Boom", "Brug") }),
      question("open", "open", { max: 50 }),
      question("schaal", "schaal", { max: 10 }),
      question("janee", "ja-nee"),
    ],
    ...change,
  };
}
