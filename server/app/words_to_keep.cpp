// SPDX-License-Identifier: EUPL-1.2
#include "server/app/words_to_keep.hpp"

#include <array>

namespace peilpunt::app {
namespace {

// 512 words that everybody knows: 9 bits each. In order of the alphabet.
constexpr std::array<std::string_view, 512> kWords{
    "aardbei",   "abrikoos",   "accordeon",    "acht",       "akker",     "andijvie",   "anemoon",
    "anker",     "appel",      "aster",        "auto",       "avond",     "baken",      "bakken",
    "bakker",    "banaan",     "band",         "bank",       "basilicum", "bed",        "beek",
    "beitel",    "beker",      "bel",          "berg",       "berk",      "beschuit",   "bever",
    "bezem",     "bieslook",   "biet",         "big",        "bijl",      "blauw",      "bliksem",
    "boei",      "boek",       "boer",         "bok",        "boon",      "boor",       "bord",
    "bos",       "boter",      "bouwen",       "braam",      "branding",  "brandnetel", "breed",
    "brief",     "bron",       "brons",        "brood",      "bruin",     "buizerd",    "bus",
    "cello",     "chocola",    "citroen",      "conducteur", "courgette", "dahlia",     "dak",
    "dal",       "dans",       "dapper",       "das",        "dauw",      "deken",      "den",
    "deur",      "diep",       "dijk",         "dinsdag",    "distel",    "doek",       "donder",
    "donderdag", "dooi",       "drie",         "drop",       "druif",     "duif",       "duin",
    "eekhoorn",  "een",        "eerlijk",      "egel",       "eikel",     "eiland",     "ekster",
    "elf",       "els",        "emmer",        "erwt",       "esdoorn",   "ezel",       "fiets",
    "fietsen",   "fluit",      "framboos",     "fuut",       "gang",      "gans",       "garnaal",
    "gedicht",   "geel",       "geit",         "gemaal",     "gerst",     "gitaar",     "glas",
    "glazenier", "golf",       "gordijn",      "goud",       "gracht",    "gras",       "grijs",
    "groen",     "groot",      "grot",         "grutto",     "haan",      "haas",       "hagedis",
    "hagel",     "hamer",      "handschoen",   "haring",     "hark",      "harp",       "haven",
    "haver",     "havik",      "hazelaar",     "heide",      "hek",       "helm",       "herder",
    "herfst",    "hert",       "heuvel",       "hobo",       "hoed",      "hommel",     "hond",
    "honing",    "hoog",       "hoorn",        "hulst",      "hyacint",   "iep",        "ijs",
    "ijzer",     "imker",      "inkt",         "iris",       "jam",       "jas",        "kaap",
    "kaars",     "kaart",      "kaas",         "kabeljauw",  "kade",      "kalf",       "kamer",
    "kamille",   "kan",        "kaneel",       "kano",       "kapper",    "kast",       "kastanje",
    "kasteel",   "kat",        "katoen",       "kelder",     "kerk",      "kers",       "ketel",
    "ketting",   "keuken",     "kever",        "kievit",     "kikker",    "kip",        "klaproos",
    "klarinet",  "klaver",     "klei",         "klein",      "klif",      "klimmen",    "klimop",
    "klok",      "klomp",      "knoflook",     "knoop",      "knoopsgat", "koe",        "koek",
    "koekoek",   "koel",       "koets",        "koffie",     "kok",       "koken",      "komeet",
    "komkommer", "kompas",     "konijn",       "kool",       "koor",      "koord",      "koper",
    "kort",      "kotter",     "kraag",        "kraai",      "krab",      "krant",      "kreeft",
    "krekel",    "krokus",     "kruiwagen",    "kussen",     "kwast",     "laag",       "laan",
    "laars",     "lachen",     "ladder",       "lam",        "lamp",      "lang",       "lantaarn",
    "lariks",    "lavendel",   "leer",         "leeuwerik",  "lelie",     "lente",      "lepel",
    "lezen",     "libel",      "lied",         "limonade",   "linde",     "linnen",     "linze",
    "loods",     "lopen",      "maan",         "maandag",    "mais",      "mand",       "margriet",
    "markt",     "marmer",     "marter",       "mast",       "matroos",   "meer",       "meerkoet",
    "mees",      "meeuw",      "melk",         "meloen",     "merel",     "metro",      "metselaar",
    "middag",    "mier",       "mist",         "moer",       "moeras",    "mol",        "molen",
    "molenaar",  "mos",        "mossel",       "mouw",       "mug",       "muis",       "munt",
    "mus",       "muts",       "muur",         "narcis",     "negen",     "netten",     "nootmuskaat",
    "ochtend",   "oester",     "oliebol",      "oogsten",    "ooievaar",  "oranje",     "orgel",
    "otter",     "paard",      "paardenbloem", "paars",      "pad",       "pan",        "pannenkoek",
    "papier",    "paprika",    "peer",         "pen",        "penseel",   "peper",      "perzik",
    "pet",       "peterselie", "piano",        "planten",    "plein",     "poffertje",  "polder",
    "pompoen",   "pont",       "pony",         "poort",      "populier",  "postbode",   "potlood",
    "prei",      "pruim",      "raadsel",      "raam",       "ree",       "regen",      "regenboog",
    "reiger",    "rennen",     "riem",         "rijp",       "rijst",     "rivier",     "roeiboot",
    "roer",      "rogge",      "rolschaats",   "rood",       "roodborst", "roos",       "rozemarijn",
    "rups",      "salamander", "salie",        "schaal",     "schaap",    "schaats",    "schelp",
    "schilder",  "schip",      "schipper",     "schol",      "schop",     "schrift",    "schrijven",
    "schroef",   "schuur",     "sjaal",        "ski",        "sla",       "slager",     "slak",
    "slang",     "slee",       "sleutel",      "slim",       "sloep",     "sloot",      "sluis",
    "smal",      "smid",       "sneeuw",       "snel",       "soep",      "sok",        "spaak",
    "spar",      "specht",     "spiegel",      "spijker",    "spin",      "spinazie",   "spreeuw",
    "springen",  "sprinkhaan", "staal",        "steeg",      "steen",     "step",       "ster",
    "stern",     "stil",       "stoel",        "storm",      "straat",    "strand",     "stroop",
    "stuur",     "suiker",     "taart",        "tafel",      "tang",      "tapijt",     "tarwe",
    "tekenen",   "tekening",   "thee",         "tien",       "tijm",      "timmerman",  "tin",
    "tomaat",    "tong",       "toren",        "touw",       "traag",     "tractor",    "tram",
    "trap",      "trein",      "triangel",     "trommel",    "trompet",   "trouw",      "tuin",
    "tuinman",   "tulp",       "twaalf",       "uil",        "vaart",     "vaas",       "valk",
    "varen",     "varken",     "veer",         "verf",       "verhaal",   "vier",       "vijf",
    "vijl",      "vijver",     "vilt",         "viool",      "viooltje",  "vissen",     "visser",
    "vliegen",   "vlinder",    "vloed",        "vork",       "vorst",     "vos",        "vrachtwagen",
    "vrijdag",   "vrolijk",    "vuurtoren",    "vuurvlieg",  "wafel",     "walnoot",    "wandelen",
    "warm",      "weide",      "wesp",         "wever",      "wiel",      "wier",       "wilg",
    "wind",      "winter",     "winterkoning", "wit",        "woensdag",  "wol",        "wolk",
    "worm",      "wortel",     "wulp",         "zaag",       "zacht",     "zadel",      "zak",
    "zand",      "zang",       "zaterdag",     "zegel",      "zeil",      "zeis",       "zes",
    "zeven",     "zijde",      "zilver",       "zingen",     "zolder",    "zomer",      "zon",
    "zondag",    "zonnebloem", "zout",         "zwaan",      "zwaluw",    "zwart",      "zwemmen",
    "zwijn",
};

constexpr int kPassphraseWords = 7;  // 63 bits, behind Argon2id
constexpr int kPasswordWords = 5;    // 45 bits, behind Argon2id and a limit on tries

seal::Secret some_words(Random& random, int count, char between) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        if (i > 0) text += between;
        text += kWords[random.below(kWords.size())];
    }
    return seal::Secret(std::move(text));
}

}  // namespace

std::span<const std::string_view> words_to_keep() { return kWords; }

seal::Secret make_passphrase(Random& random) { return some_words(random, kPassphraseWords, ' '); }

seal::Secret make_password(Random& random) { return some_words(random, kPasswordWords, '-'); }

seal::Secret make_pin(Random& random) {
    std::string digits;
    for (int i = 0; i < 8; ++i) digits += static_cast<char>('0' + random.below(10));
    return seal::Secret(std::move(digits));
}

seal::Secret tidy_passphrase(std::string_view typed) {
    std::string text;
    bool gap = false;
    for (const char c : typed) {
        const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!blank && gap && !text.empty()) text += ' ';
        gap = blank;
        if (!blank) text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return seal::Secret(std::move(text));
}

}  // namespace peilpunt::app
