// SPDX-License-Identifier: EUPL-1.2
#include "server/http/status.hpp"

#include <algorithm>
#include <array>

namespace peilpunt::http {
namespace {

struct Row {
    int status;
    std::string_view line;
    std::string_view title{};
    std::string_view sentence{};
};

constexpr std::array kRows{
    Row{200, "HTTP/1.1 200 OK\r\n"},
    Row{201, "HTTP/1.1 201 Created\r\n"},
    Row{202, "HTTP/1.1 202 Accepted\r\n"},
    Row{204, "HTTP/1.1 204 No Content\r\n"},
    Row{206, "HTTP/1.1 206 Partial Content\r\n"},
    Row{301, "HTTP/1.1 301 Moved Permanently\r\n"},
    Row{302, "HTTP/1.1 302 Found\r\n"},
    Row{303, "HTTP/1.1 303 See Other\r\n"},
    Row{304, "HTTP/1.1 304 Not Modified\r\n"},
    Row{307, "HTTP/1.1 307 Temporary Redirect\r\n"},
    Row{308, "HTTP/1.1 308 Permanent Redirect\r\n"},
    Row{400, "HTTP/1.1 400 Bad Request\r\n", "Ongeldige invoer", "Wat u stuurde, kunnen wij niet lezen."},
    Row{401, "HTTP/1.1 401 Unauthorized\r\n", "Niet aangemeld", "Meld u eerst aan."},
    Row{403, "HTTP/1.1 403 Forbidden\r\n", "Niet toegestaan", "U mag dit niet doen of zien."},
    Row{404, "HTTP/1.1 404 Not Found\r\n", "Niet gevonden", "Wat u zoekt, is hier niet."},
    Row{405, "HTTP/1.1 405 Method Not Allowed\r\n", "Kan hier niet", "Dat kan op deze plek niet."},
    Row{406, "HTTP/1.1 406 Not Acceptable\r\n", "Deze vorm is er niet", "In deze vorm is het er niet."},
    Row{408, "HTTP/1.1 408 Request Timeout\r\n", "Te langzaam",
        "Het versturen duurde te lang. Probeer het nog eens."},
    Row{409, "HTTP/1.1 409 Conflict\r\n", "Kan nu niet", "Dit kan niet meer, of het bestaat al."},
    Row{410, "HTTP/1.1 410 Gone\r\n", "Gebruikt", "Dit adres is gebruikt en werkt niet meer."},
    Row{413, "HTTP/1.1 413 Content Too Large\r\n", "Te groot", "Wat u stuurde, is te groot."},
    Row{414, "HTTP/1.1 414 URI Too Long\r\n", "Adres te lang", "Het adres is te lang."},
    Row{415, "HTTP/1.1 415 Unsupported Media Type\r\n", "Verkeerde soort inhoud",
        "Deze soort inhoud lezen wij hier niet."},
    Row{417, "HTTP/1.1 417 Expectation Failed\r\n", "Kan niet", "Dat kan deze server niet."},
    Row{429, "HTTP/1.1 429 Too Many Requests\r\n", "Even wachten",
        "Er komt hier nu te veel binnen. Probeer het zo nog eens."},
    Row{431, "HTTP/1.1 431 Request Header Fields Too Large\r\n", "Te veel kopregels",
        "Uw browser stuurde te veel mee."},
    Row{500, "HTTP/1.1 500 Internal Server Error\r\n", "Er ging iets mis",
        "Er ging bij ons iets mis. Probeer het later nog eens."},
    Row{501, "HTTP/1.1 501 Not Implemented\r\n", "Kan niet", "Dat kan deze server niet."},
    Row{503, "HTTP/1.1 503 Service Unavailable\r\n", "Even geen plek",
        "Het is nu te druk. Probeer het zo nog eens."},
    Row{505, "HTTP/1.1 505 HTTP Version Not Supported\r\n", "Kan niet",
        "Deze versie van HTTP kent de server niet."},
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

std::string_view status_line(int status) { return row_of(status).line; }
std::string_view title_of(int status) { return row_of(status).title; }
std::string_view sentence_of(int status) { return row_of(status).sentence; }

}  // namespace peilpunt::http
