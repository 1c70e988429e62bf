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
    static const Rows turkish{{"a", "â", "b", "c", "ç", "d", "e", "f", "g", "ğ"},
                              {"h", "ı", "i", "î", "j", "k", "l", "m", "n", "o"},
                              {"ö", "p", "r", "s", "ş", "t", "u", "û", "ü", "v"},
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
                             {"ي", "ء", "ة", "ى", "أ", "إ", "آ", "ؤ", "ئ", "."}};
    if (language == "tr") return turkish;
    if (language == "pl") return polish;
    if (language == "uk") return ukrainian;
    if (language == "ar") return arabic;
    return latin;
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

}  // namespace peilpunt::screens
