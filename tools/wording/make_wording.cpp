// SPDX-License-Identifier: EUPL-1.2
// Writes shared/text's table of how languages write plurals, numbers and dates, by ICU, while building: the
// programs need no ICU. Usage: make_wording > wording_table.cpp
#include <unicode/datefmt.h>
#include <unicode/dcfmtsym.h>
#include <unicode/decimfmt.h>
#include <unicode/dtfmtsym.h>
#include <unicode/dtptngen.h>
#include <unicode/plurrule.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

#include "shared/model/languages.hpp"
#include "shared/text/wording.hpp"

namespace {

using peilpunt::Language;

void must(UErrorCode status, const char* what) {
    if (U_FAILURE(status)) throw std::runtime_error(std::string(what) + ": " + u_errorName(status));
}

std::string utf8(icu::UnicodeString text) {
    // Our own isolates say which way a value is read; the kiosk's typefaces have no narrow space.
    for (const char16_t mark : {u'\u200e', u'\u200f', u'\u061c'})
        text.findAndReplace(icu::UnicodeString(mark), {});
    text.findAndReplace(icu::UnicodeString(u'\u202f'), icu::UnicodeString(u'\u00a0'));
    std::string bytes;
    return text.toUTF8String(bytes);
}

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

class Writer {
  public:
    explicit Writer(const Language& language)
        : language_(language), locale_(icu::Locale::forLanguageTag(std::string(language.locale), status_)) {
        must(status_, "locale");
    }

    void write(std::ostream& out) {
        out << "    {" << quoted(std::string(language_.code)) << ",\n     ";
        plurals(out);
        numbers(out);
        dates(out);
        out << "},\n";
    }

  private:
    int category(const icu::PluralRules& rules, std::int64_t count) {
        const auto word = utf8(rules.select(static_cast<double>(count)));
        const auto& words = peilpunt::text::kPluralWords;
        const auto found = std::find(words.begin(), words.end(), word);
        if (found == words.end()) throw std::runtime_error("unknown category " + word);
        return static_cast<int>(found - words.begin());
    }

    void plurals(std::ostream& out) {
        const std::unique_ptr<icu::PluralRules> rules(icu::PluralRules::forLocale(locale_, status_));
        must(status_, "plural rules");
        std::string all;
        for (int count = 0; count < 200; ++count) all += static_cast<char>('0' + category(*rules, count));
        // What the table cannot say must not be used unseen.
        for (int count = 200; count < 100'000; ++count)
            if (category(*rules, count) != all[static_cast<std::size_t>(100 + count % 100)] - '0')
                throw std::runtime_error("plurals of " + std::string(language_.code) + " follow more digits");
        const auto millions = category(*rules, 1'000'000);
        for (const std::int64_t count : {2'000'000, 40'000'000})
            if (category(*rules, count) != millions)
                throw std::runtime_error("plurals of " + std::string(language_.code) + " differ by millions");
        out << quoted(all) << ",\n     static_cast<Plural>(" << millions << "), ";
    }

    /// Digits that a number needs before its last three to be written in groups.
    static int least_grouped(const icu::NumberFormat& plain) {
        icu::UnicodeString text;
        plain.format(int64_t{1234}, text);
        return text.length() > 4 ? 1 : 2;
    }

    void numbers(std::ostream& out) {
        const std::unique_ptr<icu::NumberFormat> plain(icu::NumberFormat::createInstance(locale_, status_));
        const std::unique_ptr<icu::NumberFormat> share(
            icu::NumberFormat::createPercentInstance(locale_, status_));
        must(status_, "number format");
        const auto& form = dynamic_cast<const icu::DecimalFormat&>(*plain);
        const auto& of_hundred = dynamic_cast<const icu::DecimalFormat&>(*share);
        const auto* symbols = form.getDecimalFormatSymbols();
        if (form.getGroupingSize() != 3 || form.getSecondaryGroupingSize() > 0)
            throw std::runtime_error("groups of " + std::string(language_.code) + " are not of three");
        const auto decimal =
            utf8(symbols->getConstSymbol(icu::DecimalFormatSymbols::kDecimalSeparatorSymbol));
        if (decimal.size() != 1) throw std::runtime_error("the decimal mark is not one letter");
        icu::UnicodeString before, after;
        of_hundred.getPositivePrefix(before);
        of_hundred.getPositiveSuffix(after);
        out << quoted(utf8(symbols->getConstSymbol(icu::DecimalFormatSymbols::kGroupingSeparatorSymbol)))
            << ", " << least_grouped(*plain) << ", '" << decimal << "', " << quoted(utf8(before)) << ", "
            << quoted(utf8(after)) << ",\n     ";
    }

    /// "d MMMM y 'р'." becomes "{d} {m} {y}": what comes after the last field goes, because a sentence has a
    /// full stop of its own.
    std::string pattern(const char* skeleton) {
        const std::unique_ptr<icu::DateTimePatternGenerator> patterns(
            icu::DateTimePatternGenerator::createInstance(locale_, status_));
        must(status_, "date patterns");
        const auto best = utf8(patterns->getBestPattern(icu::UnicodeString(skeleton), status_));
        must(status_, "date pattern");
        std::string made;
        std::size_t last = 0;
        bool literal = false;
        for (std::size_t i = 0; i < best.size(); ++i) {
            const char c = best[i];
            if (c == '\'') {
                literal = !literal;
                continue;
            }
            if (literal || std::string_view("dMLy").find(c) == std::string_view::npos) {
                made += c;
                continue;
            }
            if (i > 0 && best[i - 1] == c) continue;
            made += c == 'd' ? "{d}" : c == 'y' ? "{y}" : "{m}";
            last = made.size();
        }
        return made.substr(0, last);
    }

    void months(std::ostream& out, icu::DateFormatSymbols::DtContextType context) {
        const icu::DateFormatSymbols symbols(locale_, status_);
        must(status_, "names of months");
        int32_t count = 0;
        const auto* names = symbols.getMonths(count, context, icu::DateFormatSymbols::WIDE);
        if (count != 12) throw std::runtime_error("not twelve months");
        out << "{{";
        for (int i = 0; i < count; ++i) out << (i > 0 ? ", " : "") << quoted(utf8(names[i]));
        out << "}}";
    }

    void dates(std::ostream& out) {
        out << quoted(pattern("yMMMMd")) << ", " << quoted(pattern("yMMMM")) << ",\n     ";
        months(out, icu::DateFormatSymbols::FORMAT);
        out << ",\n     ";
        months(out, icu::DateFormatSymbols::STANDALONE);
    }

    const Language& language_;
    UErrorCode status_ = U_ZERO_ERROR;
    icu::Locale locale_;
};

}  // namespace

int main() {
    try {
        std::cout
            << "// SPDX-License-Identifier: EUPL-1.2\n// Made by tools/wording/make_wording.cpp with ICU "
            << U_ICU_VERSION << ".\n#include \"shared/text/wording.hpp\"\n\nnamespace peilpunt::text {\n"
            << "static const Wording kWordings[] = {\n";
        for (const auto& language : peilpunt::kLanguageTable) Writer(language).write(std::cout);
        std::cout << "};\nstd::span<const Wording> wordings() { return kWordings; }\n}  // namespace "
                     "peilpunt::text\n";
        return std::cout.good() ? 0 : 1;
    } catch (const std::exception& error) {
        std::cerr << "make_wording: " << error.what() << '\n';
        return 1;
    }
}
