// SPDX-License-Identifier: EUPL-1.2
// Large keys in the order of the alphabet, because that is what people who never typed know.
#include "kiosk/screens/keyboards.hpp"

namespace peilpunt::screens {
namespace {

using Rows = std::vector<KeyRow>;

const Rows& letters_of(std::string_view language) {
    static const Rows latin{{"a", "b", "c", "d", "e", "f", "g", "h", "i"},
                            {"j", "k", "l", "m", "n", "o", "p", "q", "r"},
                            {"s", "t", "u", "v", "w", "x", "y", "z", "."}};
    static const Rows turkish{{"a", "b", "c", "ç", "d", "e", "f", "g", "ğ"},
                              {"h", "ı", "i", "j", "k", "l", "m", "n", "o"},
                              {"ö", "p", "r", "s", "ş", "t", "u", "ü", "v"},
                              {"y", "z", "w", "x", "q", "'", ".", ",", "?"}};
    static const Rows polish{{"a", "ą", "b", "c", "ć", "d", "e", "ę", "f"},
                             {"g", "h", "i", "j", "k", "l", "ł", "m", "n"},
                             {"ń", "o", "ó", "p", "r", "s", "ś", "t", "u"},
                             {"w", "y", "z", "ź", "ż", "v", ".", ",", "?"}};
    static const Rows ukrainian{{"а", "б", "в", "г", "ґ", "д", "е", "є", "ж"},
                                {"з", "и", "і", "ї", "й", "к", "л", "м", "н"},
                                {"о", "п", "р", "с", "т", "у", "ф", "х", "ц"},
                                {"ч", "ш", "щ", "ь", "ю", "я", "'", ".", ","}};
    static const Rows arabic{{"ا", "ب", "ت", "ث", "ج", "ح", "خ", "د", "ذ"},
                             {"ر", "ز", "س", "ش", "ص", "ض", "ط", "ظ", "ع"},
                             {"غ", "ف", "ق", "ك", "ل", "م", "ن", "ه", "و"},
                             {"ي", "ء", "ة", "ى", "أ", "إ", "ؤ", "ئ", "."}};
    if (language == "tr") return turkish;
    if (language == "pl") return polish;
    if (language == "uk") return ukrainian;
    if (language == "ar") return arabic;
    return latin;
}

/// Capitals of Latin and Cyrillic letters below U+0800, by their places in Unicode.
char32_t upper(char32_t c) {
    if ((c >= 0xE0 && c <= 0xFE && c != 0xF7) || (c >= 0x430 && c <= 0x44F)) return c - 0x20;
    if (c >= 0x450 && c <= 0x45F) return c - 0x50;
    const bool odd_is_small =
        (c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177) || (c >= 0x48A && c <= 0x4BF);
    if (odd_is_small) return c & ~char32_t{1};
    const bool even_is_small = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    if (even_is_small && c % 2 == 0) return c - 1;
    return c;
}

}  // namespace

const std::vector<KeyRow>& keys_of(flow::Keyboard keyboard, std::string_view language) {
    static const Rows qwerty{{"q", "w", "e", "r", "t", "y", "u", "i", "o", "p"},
                             {"a", "s", "d", "f", "g", "h", "j", "k", "l"},
                             {"z", "x", "c", "v", "b", "n", "m", ",", "."}};
    static const Rows signs{{"1", "2", "3", "4", "5", "6", "7", "8", "9"},
                            {"0", ",", "?", "!", "'", "-", ":", "(", ")"},
                            {"€", "%", "/", "ë", "é", "è", "ï", "ö", "ü"}};
    switch (keyboard) {
        case flow::Keyboard::qwerty:
            return qwerty;
        case flow::Keyboard::signs:
            return signs;
        case flow::Keyboard::abc:
            break;
    }
    return letters_of(language);
}

std::string_view letters_name(std::string_view language) {
    if (language == "uk") return "АБВ";
    if (language == "ar") return "ابت";
    return "ABC";
}

std::string capital_of(std::string_view letter, std::string_view language) {
    if (letter == "ı") return "I";
    if (letter == "i" && language == "tr") return "İ";
    if (letter.size() == 1 && letter[0] >= 'a' && letter[0] <= 'z')
        return std::string(1, static_cast<char>(letter[0] - 'a' + 'A'));
    if (letter.size() != 2) return std::string(letter);
    const char32_t small = (static_cast<unsigned char>(letter[0]) & 0x1Fu) << 6 |
                           (static_cast<unsigned char>(letter[1]) & 0x3Fu);
    const char32_t large = upper(small);
    return {static_cast<char>(0xC0 | large >> 6), static_cast<char>(0x80 | (large & 0x3F))};
}

}  // namespace peilpunt::screens
