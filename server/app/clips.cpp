// SPDX-License-Identifier: EUPL-1.2
// Texts that somebody reads aloud at kiosks.
#include <algorithm>

#include "server/app/app.hpp"
#include "shared/model/languages.hpp"
#include "shared/model/utf8.hpp"
#include "shared/model/words.hpp"
#include "shared/sound/ogg_opus.hpp"
#include "shared/text/catalogue.hpp"

namespace peilpunt::app {

namespace {

/// What a kiosk reads of a poll.
bool says(const Poll& poll, const std::string& language, const std::string& words) {
    const auto is = [&](const LocalText& text) {
        const auto found = text.all().find(language);
        return found != text.all().end() && found->second == words;
    };
    if (is(poll.title) || is(poll.introduction)) return true;
    return std::any_of(poll.questions.begin(), poll.questions.end(), [&](const Question& question) {
        return is(question.text) || is(question.explanation) ||
               std::any_of(question.options.begin(), question.options.end(),
                           [&](const Option& option) { return is(option.text); });
    });
}

/// Whether it is one of the kiosk's own texts.
bool kiosk_says(const std::string& language, const std::string& words) {
    const auto& texts = text::Catalogue::builtin();
    const auto keys = texts.keys();
    return std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
        const auto* text = key.starts_with("kiosk.") ? texts.exact(key, language) : nullptr;
        return text && *text == words;
    });
}

}  // namespace

Result<void> App::add_clip(const std::string& language, const std::string& words, std::string_view ogg,
                           std::string_view who) {
    if (!is_known_language(language)) return Error{ErrorCode::invalid, "there is no language " + language};
    const auto current = state();
    // Of a draft as well: the sound is there when the poll opens.
    const auto waiting = drafts();
    const auto says_it = [&](const Poll& poll) { return says(poll, language, words); };
    const bool said = std::any_of(current->polls.begin(), current->polls.end(), says_it) ||
                      std::any_of(waiting.begin(), waiting.end(), says_it);
    if (words.size() > sync::kMaxClipWords || (!said && !kiosk_says(language, words)))
        return Error{ErrorCode::invalid,
                     "no kiosk says \"" + std::string(utf8::within_bytes(words, 200)) + "\" in " + language +
                         ": it must be, letter for letter, a text of a poll or of the kiosk"};
    if (const auto length = sound::inspect(ogg); !length) return length.error();
    const auto& clips = current->clips;
    const bool known = std::any_of(clips.begin(), clips.end(), [&](const store::ClipName& clip) {
        return clip.language == language && clip.words == words;
    });
    if (!known && clips.size() >= sync::kMaxClips)
        return Error{ErrorCode::too_large, "there are " + std::to_string(sync::kMaxClips) + " clips already"};
    const auto saved = store_.save_clip({language, words, sync::clip_hash(ogg)}, ogg, who);
    if (saved) replace_state();
    return saved;
}

Result<void> App::remove_clip(const std::string& language, const std::string& words, std::string_view who) {
    const auto removed = store_.remove_clip(language, words, who);
    if (removed) replace_state();
    return removed;
}

std::optional<std::string> App::clip(std::string_view hash) { return store_.clip(hash); }

}  // namespace peilpunt::app
