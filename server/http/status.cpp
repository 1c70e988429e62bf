// SPDX-License-Identifier: EUPL-1.2
#include "server/http/status.hpp"

#include <algorithm>
#include <array>

namespace peilpunt::http {
namespace {

struct Row {
    int status;
    std::string_view title;
    std::string_view sentence;
};

constexpr std::array kRows{
    Row{400, "Ongeldige invoer", "Wat u stuurde, kunnen wij niet lezen."},
    Row{401, "Niet aangemeld", "Meld u eerst aan."},
    Row{403, "Niet toegestaan", "U mag dit niet doen of zien."},
    Row{404, "Niet gevonden", "Wat u zoekt, is hier niet."},
    Row{405, "Kan hier niet", "Dat kan op deze plek niet."},
    Row{406, "Deze vorm is er niet", "In deze vorm is het er niet."},
    Row{408, "Te langzaam", "Het versturen duurde te lang. Probeer het nog eens."},
    Row{409, "Kan nu niet", "Dit kan niet meer, of het bestaat al."},
    Row{410, "Gebruikt", "Dit adres is gebruikt en werkt niet meer."},
    Row{413, "Te groot", "Wat u stuurde, is te groot."},
    Row{414, "Adres te lang", "Het adres is te lang."},
    Row{415, "Verkeerde soort inhoud", "Deze soort inhoud lezen wij hier niet."},
    Row{417, "Kan niet", "Dat kan deze server niet."},
    Row{429, "Even wachten", "Er komt hier nu te veel binnen. Probeer het zo nog eens."},
    Row{431, "Te veel kopregels", "Uw browser stuurde te veel mee."},
    Row{500, "Er ging iets mis", "Er ging bij ons iets mis. Probeer het later nog eens."},
    Row{501, "Kan niet", "Dat kan deze server niet."},
    Row{503, "Even geen plek", "Het is nu te druk. Probeer het zo nog eens."},
    Row{505, "Kan niet", "Deze versie van HTTP kent de server niet."},
};

const Row& row_of(int status) {
    const auto find = [](int wanted) {
        return std::find_if(kRows.begin(), kRows.end(), [&](const Row& row) { return row.status == wanted; });
    };
    if (const auto exact = find(status); exact != kRows.end()) return *exact;
    if (const auto group = find(status / 100 * 100); group != kRows.end()) return *group;
    return *find(500);
}

}  // namespace

std::string_view title_of(int status) { return row_of(status).title; }
std::string_view sentence_of(int status) { return row_of(status).sentence; }

}  // namespace peilpunt::http
