// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <array>

/// What everybody gets on every route of the public server: written down by hand from office.md section 2,
/// not made from the program's own table.
namespace peilpunt::tests {

/// How a person stands to what a row is about, which is in Velsen: of Velsen, of Beverwijk, of the region.
inline constexpr std::array kStands{"GM0453", "GM0375", "RG01"};

/// The statuses of one kind of functions, by kStands.
using ByStand = std::array<int, 3>;

constexpr ByStand all(int status) { return {status, status, status}; }
constexpr ByStand kNo = all(403);
/// Own and region; elsewhere it does not exist.
constexpr ByStand own(int status) { return {status, 404, status}; }
constexpr int kSignIn = 303;  ///< to the sign-in page, looked at apart

struct RightsRow {
    const char* method;
    const char* pattern;
    /// What is asked for: {kiosk}, {signal} and {css} are filled in.
    const char* address;
    const char* form;  ///< of a POST: urlencoded, or "naam|waarde" pairs for a multipart form after a '*'
    int nobody;
    ByStand readers;    ///< raad, voorzitter
    ByStand watchers;   ///< beleid, aanjager, toezicht
    ByStand operators;  ///< beheer
    ByStand others;     ///< netwerker, contactbeheerder, gast: nothing here is theirs yet
};

/// A route that asks for nothing: who is signed in gets what everybody gets.
constexpr RightsRow open(const char* method, const char* pattern, const char* address, int status,
                         const char* form = "") {
    return {method, pattern, address, form, status, all(status), all(status), all(status), all(status)};
}

// A form that says nothing comes through to its handler, which refuses it: 400.
inline constexpr RightsRow kRightsRows[] = {
    // ---- residents and other programs ----
    open("GET", "/", "/", 200),
    open("GET", "/{gemeente}", "/velsen", 200),
    open("GET", "/peiling/{slug}", "/peiling/hoe-wil-jij-meepraten", 200),
    open("POST", "/peiling/{slug}", "/peiling/hoe-wil-jij-meepraten", 400),
    open("GET", "/peiling/{slug}/uitkomst", "/peiling/hoe-wil-jij-meepraten/uitkomst", 200),
    open("GET", "/peiling/{slug}/uitkomst.csv", "/peiling/hoe-willen-jongeren-meepraten-2017/uitkomst.csv",
         200),
    open("GET", "/signaal", "/signaal", 200),
    open("POST", "/signaal", "/signaal", 400),
    open("GET", "/volg", "/volg", 200),
    open("POST", "/volg", "/volg", 400, "code=1"),
    open("GET", "/meedoen", "/meedoen", 200),
    open("POST", "/meedoen", "/meedoen", 400),
    open("GET", "/privacy", "/privacy", 200),
    open("GET", "/toegankelijkheid", "/toegankelijkheid", 200),
    open("GET", "/.well-known/security.txt", "/.well-known/security.txt", 404),
    open("GET", "/afzender/{gebied}/kleuren.css", "/afzender/GM0453/kleuren.css", 308),
    open("GET", "/afzender/{gebied}/logo", "/afzender/GM0453/logo", 308),
    open("GET", "/manifest.webmanifest", "/manifest.webmanifest", 200),
    open("GET", "/robots.txt", "/robots.txt", 200),
    open("GET", "/favicon.ico", "/favicon.ico", 200),
    open("GET", "/inrichten/{token}", "/inrichten/abc", 410),
    open("GET", "/inrichten/{token}/{stap}", "/inrichten/abc/gebied", 410),
    open("GET", "/api/v1/openapi.json", "/api/v1/openapi.json", 200),
    open("GET", "/api/v1/gebieden", "/api/v1/gebieden", 200),
    open("GET", "/api/v1/peilingen", "/api/v1/peilingen", 200),
    open("GET", "/api/v1/peilingen/{id}", "/api/v1/peilingen/hoe-wil-jij-meepraten", 200),
    open("GET", "/api/v1/peilingen/{id}", "/api/v1/peilingen/alleen-velsen", 404),
    open("POST", "/api/v1/peilingen/{id}/inzendingen", "/api/v1/peilingen/hoe-wil-jij-meepraten/inzendingen",
         415),
    open("GET", "/api/v1/peilingen/{id}/uitkomsten", "/api/v1/peilingen/hoe-wil-jij-meepraten/uitkomsten",
         200),
    open("POST", "/api/v1/signalen", "/api/v1/signalen", 415),
    open("GET", "/api/v1/volgcodes/{code}", "/api/v1/volgcodes/1", 404),
    open("POST", "/api/v1/contactwensen", "/api/v1/contactwensen", 415),
    open("POST", "/api/v1/kiosken", "/api/v1/kiosken", 415),
    open("POST", "/api/v1/synchronisaties", "/api/v1/synchronisaties", 415),
    open("GET", "/api/v1/synchronisaties/wijzigingen", "/api/v1/synchronisaties/wijzigingen", 401),
    open("GET", "/api/v1/geluiden/{hash}", "/api/v1/geluiden/abc", 404),
    open("GET", "/raad/aanmelden", "/raad/aanmelden", 200),
    open("POST", "/raad/aanmelden", "/raad/aanmelden", 400, "naam=%zz"),
    // ---- the workspace ---- nobody | readers | watchers | operators | others
    {"GET", "/raad", "/raad", "", kSignIn, all(200), all(200), all(200), kNo},
    {"GET", "/beheer", "/beheer", "", kSignIn, all(303), all(303), all(303), kNo},
    {"GET", "/raad/peilingen", "/raad/peilingen", "", kSignIn, all(200), all(200), all(200), kNo},
    {"GET", "/raad/peilingen/{slug}", "/raad/peilingen/hoe-wil-jij-meepraten", "", kSignIn, all(200),
     all(200), all(200), kNo},
    {"GET", "/raad/peilingen/{slug}", "/raad/peilingen/alleen-velsen", "", kSignIn, own(200), own(200),
     own(200), kNo},
    {"GET", "/raad/signalen", "/raad/signalen", "", kSignIn, all(200), kNo, kNo, kNo},
    {"GET", "/raad/signalen/{id}", "/raad/signalen/{signal}", "", kSignIn, own(200), kNo, kNo, kNo},
    {"POST", "/raad/signalen/{id}/gelezen", "/raad/signalen/{signal}/gelezen", "", kSignIn, own(303), kNo,
     kNo, kNo},
    {"GET", "/raad/signalen/{id}/opname", "/raad/signalen/{signal}/opname", "", kSignIn, own(200), kNo, kNo,
     kNo},
    {"GET", "/raad/inzicht", "/raad/inzicht", "", kSignIn, all(200), all(200), all(200), kNo},
    {"GET", "/beheer/kiosken", "/beheer/kiosken", "", kSignIn, all(200), all(200), all(200), kNo},
    {"POST",
     "/beheer/kiosken/koppelcode",
     "/beheer/kiosken/koppelcode",
     "plek=Bieb&gemeente=GM0453",
     kSignIn,
     kNo,
     kNo,
     {200, 400, 200},
     kNo},
    {"POST", "/beheer/kiosken/{id}/intrekken", "/beheer/kiosken/{kiosk}/intrekken", "", kSignIn, kNo, kNo,
     own(303), kNo},
    {"GET", "/beheer/instellingen", "/beheer/instellingen", "", kSignIn, kNo, kNo, all(200), kNo},
    {"POST", "/beheer/instellingen", "/beheer/instellingen",
     "*naam|body.GM0453.name|body.GM0453.name|Participatieraad Velsen|reden|proef", kSignIn, kNo, kNo,
     own(303), kNo},
    {"POST",
     "/beheer/instellingen",
     "/beheer/instellingen",
     "*naam|region.name|region.name|Duinstreek|reden|proef",
     kSignIn,
     kNo,
     kNo,
     {404, 404, 303},
     kNo},
    // Everybody's own.
    {"GET", "/raad/aanmeldingen", "/raad/aanmeldingen", "", kSignIn, all(200), all(200), all(200), all(200)},
    {"POST", "/raad/aanmeldingen", "/raad/aanmeldingen", "welke=andere", kSignIn, all(303), all(303),
     all(303), all(303)},
    {"GET", "/raad/wachtwoord", "/raad/wachtwoord", "", kSignIn, all(200), all(200), all(200), all(200)},
    {"POST", "/raad/wachtwoord", "/raad/wachtwoord", "", kSignIn, all(400), all(400), all(400), all(400)},
    {"GET", "/raad/tweede-stap", "/raad/tweede-stap", "", kSignIn, all(200), all(200), all(200), all(200)},
    {"POST", "/raad/tweede-stap", "/raad/tweede-stap", "code=1", kSignIn, all(303), all(303), all(303),
     all(303)},
    // Anybody who is signed in may leave; after this row the sign-in is gone.
    {"POST", "/raad/afmelden", "/raad/afmelden", "", kSignIn, all(303), all(303), all(303), all(303)},
};

}  // namespace peilpunt::tests
