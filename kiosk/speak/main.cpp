// SPDX-License-Identifier: EUPL-1.2
// peilpunt-speak: text in, sound and the times of the words out; see README.md. A program of its own, because
// espeak-ng is under the GPL, and so that all it knew is gone when the kiosk ends it.
#include <espeak-ng/speak_lib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <set>
#include <string_view>
#include <vector>

#include "kiosk/speak/frames.hpp"
#include "shared/model/utf8.hpp"
#include "shared/process/hardening.hpp"

namespace {

using namespace peilpunt::speak;

constexpr int kWordsAMinute = 140;  ///< slow enough to follow, fast enough not to bore

bool write_all(const char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t written = write(STDOUT_FILENO, bytes, size);
        if (written <= 0) return false;
        bytes += written;
        size -= static_cast<std::size_t>(written);
    }
    return true;
}

void send(Frame frame, const void* bytes, std::size_t size) {
    const auto head = head_of(frame, size);
    // Nobody reads any more: the kiosk has no use for this program.
    if (!write_all(head.data(), head.size()) || !write_all(static_cast<const char*>(bytes), size)) _exit(0);
}

bool read_all(char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t got = read(STDIN_FILENO, bytes, size);
        if (got <= 0) return false;
        bytes += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

/// The byte where each character begins, and the end: espeak-ng counts in characters.
std::vector<std::uint32_t> starts_of(std::string_view text) {
    std::vector<std::uint32_t> starts;
    for (auto rest = text; !rest.empty(); peilpunt::utf8::take(rest))
        starts.push_back(static_cast<std::uint32_t>(text.size() - rest.size()));
    starts.push_back(static_cast<std::uint32_t>(text.size()));
    return starts;
}

/// espeak-ng hands on one pointer of ours with every piece of sound.
struct Spoken {
    std::string_view text;
    const std::vector<std::uint32_t>& starts;
    std::uint32_t last_from = UINT32_MAX;
};

/// From blank to blank: espeak-ng loses its place at quotes, and names the blanks between digits.
Word whole_word(const Spoken& spoken, std::uint32_t at_ms, std::size_t from) {
    const std::string_view text = spoken.text;
    const auto blank = [&](std::size_t at) { return text[at] == ' ' || text[at] == '\n'; };
    while (from < text.size() && blank(from)) ++from;
    while (from > 0 && from < text.size() && !blank(from - 1)) --from;
    std::size_t to = from;
    while (to < text.size() && !blank(to)) ++to;
    return {at_ms, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)};
}

int on_sound(short* samples, int count, espeak_EVENT* events) {
    for (const espeak_EVENT* event = events; event->type != espeakEVENT_LIST_TERMINATED; ++event) {
        if (event->type != espeakEVENT_WORD || !event->user_data) continue;
        Spoken& spoken = *static_cast<Spoken*>(event->user_data);
        const auto first = static_cast<std::size_t>(std::max(1, event->text_position)) - 1;
        const std::size_t from = spoken.starts[std::min(spoken.starts.size() - 1, first)];
        const auto at_ms = static_cast<std::uint32_t>(std::max(0, event->audio_position));
        const Word word = whole_word(spoken, at_ms, from);
        if (word.from == word.to || word.from == spoken.last_from) continue;
        spoken.last_from = word.from;
        send(Frame::word, &word, sizeof word);
    }
    if (samples && count > 0) send(Frame::sound, samples, static_cast<std::size_t>(count) * sizeof(short));
    return 0;
}

std::string hello(int rate) {
    std::string text(sizeof(std::uint32_t), '\0');
    const auto number = static_cast<std::uint32_t>(rate);
    std::memcpy(text.data(), &number, sizeof number);
    std::set<std::string> languages;
    for (const espeak_VOICE** voice = espeak_ListVoices(nullptr); voice && *voice; ++voice)
        for (const char* entry = (*voice)->languages; entry && *entry; entry += std::strlen(entry) + 1)
            languages.insert(entry + 1);  // the first byte is a priority
    for (const std::string& language : languages) text += language + ' ';
    return text;
}

void say(const std::string& request) {
    const std::size_t line = request.find('\n');
    if (line == std::string::npos) return;
    const std::string language = request.substr(0, line);
    const std::string text = request.substr(line + 1);
    const auto starts = starts_of(text);
    Spoken spoken{text, starts};
    espeak_VOICE wanted{};
    wanted.languages = language.c_str();
    if (espeak_SetVoiceByProperties(&wanted) != EE_OK) return;
    espeak_SetParameter(espeakRATE, kWordsAMinute, 0);
    espeak_Synth(text.c_str(), text.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr, &spoken);
    espeak_Synchronize();
}

}  // namespace

int main() {
    std::signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    peilpunt::process::harden();  // what somebody typed passes here
    const int rate = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, nullptr, espeakINITIALIZE_DONT_EXIT);
    if (rate <= 0) {
        std::fputs("peilpunt-speak: espeak-ng has no voices; install espeak-ng-data\n", stderr);
        return 1;
    }
    espeak_SetSynthCallback(on_sound);
    const std::string greeting = hello(rate);
    send(Frame::hello, greeting.data(), greeting.size());
    std::array<char, kHeadBytes> head{};
    while (read_all(head.data(), head.size())) {
        const std::size_t length = length_in(head);
        if (head[0] != static_cast<char>(Frame::say) || length > kMaxFrame) return 1;
        std::string request(length, '\0');
        if (!read_all(request.data(), length)) return 0;
        say(request);
        send(Frame::end, "", 0);
    }
    return 0;
}
