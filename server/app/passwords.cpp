// SPDX-License-Identifier: EUPL-1.2
#include "server/app/passwords.hpp"

#include <zxcvbn.h>

#include <algorithm>
#include <cctype>

namespace peilpunt::app {
namespace {

/// Of the library's estimate. Its highest mark begins at 33; a sentence of four words that somebody made up
/// has over 60.
constexpr double kLeastBits = 36;

/// Dutch words that stand in guessers' lists and not in the library's, which is English.
constexpr const char* kOftenUsed[] = {
    "peilpunt", "peiling",   "wachtwoord", "welkom",   "geheim",    "gemeente",  "participatie",
    "raad",     "beheer",    "beheerder",  "inloggen", "aanmelden", "nederland", "hallo",
    "januari",  "februari",  "maart",      "april",    "mei",       "juni",      "juli",
    "augustus", "september", "oktober",    "november", "december",  "lente",     "zomer",
    "herfst",   "winter",    "maandag",    "dinsdag",  "woensdag",  "donderdag", "vrijdag",
    "zaterdag", "zondag",    "voetbal",    "schatje",  "computer",  "vakantie",  "kantoor"};

constexpr std::size_t kLeastWord = 3;

/// The name, its words, and all of it in one, in small letters.
void add_words(std::vector<std::string>& words, const std::string& name) {
    std::string word, whole;
    const auto keep = [&words](const std::string& one) {
        if (one.size() >= kLeastWord) words.push_back(one);
    };
    for (const char c : name + ' ') {
        const bool letter =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c < 0;
        if (letter) {
            word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            continue;
        }
        keep(word);
        whole += word;
        word.clear();
    }
    keep(whole);
}

Fault fault(const char* code, const char* english) { return {"wachtwoord", code, english, {}}; }

}  // namespace

std::optional<Fault> password_fault(const seal::Secret& password, const std::vector<std::string>& known) {
    const std::string typed(password.reveal());
    if (typed.size() < kLeastPassword)
        return fault("wachtwoord-kort", "a password has at least 15 characters");
    if (typed.size() > kMostPassword)
        return fault("wachtwoord-lang", "a password has at most 200 characters");
    std::vector<std::string> words(std::begin(kOftenUsed), std::end(kOftenUsed));
    for (const auto& name : known) add_words(words, name);
    std::vector<const char*> list;
    for (const auto& word : words) list.push_back(word.c_str());
    list.push_back(nullptr);
    // Marks between known words make a guesser's work hardly harder.
    std::string plain(typed);
    std::erase_if(plain, [](char c) { return c >= 0 && std::isalnum(c) == 0; });
    const double bits = std::min(ZxcvbnMatch(typed.c_str(), list.data(), nullptr),
                                 ZxcvbnMatch(plain.c_str(), list.data(), nullptr));
    if (bits < kLeastBits)
        return fault("wachtwoord-raadbaar",
                     "this password is easy to guess: it is made of names, well-known words or rows of "
                     "letters and digits; take a sentence of your own of four words or more");
    return std::nullopt;
}

}  // namespace peilpunt::app
